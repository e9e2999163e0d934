import Connectors
import Core
import Foundation

/// Reads documents and writes connector files.
enum DocumentFile {
  /// - Parameter limit: larger ones are refused before they are read.
  /// - Throws: ``FlowFileError/unreadable(_:)``, or ``ImportError`` when it is too large.
  static func read(_ file: String, limit: Int) throws -> [UInt8] {
    guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
      throw FlowFileError.unreadable(file)
    }
    var bytes: [UInt8] = []
    do {
      while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
        bytes += chunk
        guard bytes.count <= limit else { break }
      }
    } catch {
      throw FlowFileError.unreadable(file)
    }
    guard bytes.count <= limit else {
      let problem = "it has more than \(limit) bytes, and at most as many are read"
      throw ImportError(file: file, issues: [ImportError.Issue(place: "line 1", problem: problem)])
    }
    return bytes
  }

  /// Writes `connector.yaml` into a folder, which is made when it isn't there.
  static func write(_ text: String, to folder: String, replacing: Bool) throws {
    let path = URL(fileURLWithPath: folder).appending(path: "connector.yaml")
    if !replacing, FileManager.default.fileExists(atPath: path.path) {
      throw ImportError(
        file: path.path,
        issues: [ImportError.Issue(place: "line 1", problem: "it is there already; say --replace to overwrite it")])
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: path, options: .atomic)
  }
}
