import Foundation

/// A folder that is there for one test. It is removed by ``remove()``, at the latest when nobody holds it any more.
package final class TemporaryFolder: Sendable {
  /// Where it is, without a trailing slash.
  package let path: String

  package init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "weir-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    remove()
  }

  /// The path of a file in it, which need not be there.
  package func file(_ name: String) -> String {
    path + "/" + name
  }

  /// Writes a file in it, with the folders it needs.
  /// - Returns: its path.
  @discardableResult
  package func write(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: url)
    return url.path
  }

  package func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
