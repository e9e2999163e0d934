import Core
import Foundation

/// The demo's own data folder, made anew each time. It only ever takes away what an earlier demo made.
enum DemoFolder {
  private static let marker = ".weir-demo"

  /// - Throws: ``DemoError/foreignFolder(_:)`` when something is there that no demo made.
  static func prepare(_ path: String) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: path) {
      let contents = try manager.contentsOfDirectory(atPath: path)
      guard contents.isEmpty || contents.contains(marker) else { throw DemoError.foreignFolder(path) }
      try manager.removeItem(atPath: path)
    }
    try manager.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    _ = manager.createFile(atPath: path + "/" + marker, contents: nil)
  }

  /// How many files are in a folder, those in its folders included.
  static func countFiles(in path: String) -> Int {
    guard let walker = FileManager.default.enumerator(atPath: path) else { return 0 }
    var count = 0
    while walker.nextObject() != nil {
      if walker.fileAttributes?[.type] as? FileAttributeType == .typeRegular { count += 1 }
    }
    return count
  }
}
