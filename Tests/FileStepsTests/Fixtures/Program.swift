import Foundation
import TestSupport

/// Other people's programs, to hold our files against theirs.
enum Program {
  static func bytes(_ path: String, _ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw MissingRequirement("\(path) ended with \(process.terminationStatus)")
    }
    return Array(data)
  }

  static func output(_ path: String, _ arguments: [String]) throws -> String {
    String(decoding: try bytes(path, arguments), as: UTF8.self)
  }
}
