import Foundation

/// The program under test, as this build made it.
package enum WeirExecutable {
  /// `weir`, beside the test bundle; `WEIR_EXECUTABLE` names another.
  /// - Throws: ``MissingRequirement`` when it wasn't built.
  package static var path: String {
    get throws {
      if let named = Environment["WEIR_EXECUTABLE"] { return named }
      let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      let folder = URL(fileURLWithPath: program ?? CommandLine.arguments[0]).deletingLastPathComponent()
      let path = folder.appending(path: "weir").path
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw MissingRequirement("there is no \(path); build it first, or name it in WEIR_EXECUTABLE")
      }
      return path
    }
  }
}
