import Foundation

/// Where this very program is, so that it can start itself as a worker.
enum ProgramPath {
  static let current: String = {
    if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") { return path }
    return Bundle.main.executablePath ?? CommandLine.arguments.first ?? "weir"
  }()
}
