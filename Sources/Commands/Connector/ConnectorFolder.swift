import Connectors
import Foundation

/// A connector's folder on disk: its file, its guide and its fixtures.
struct ConnectorFolder {
  /// The connector's file; `-` for the input.
  let file: String

  /// - Parameter path: the folder, or the file in it.
  init(_ path: String) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    file =
      exists && isFolder.boolValue ? URL(fileURLWithPath: path).appending(path: "connector.yaml").relativePath : path
  }

  private var folder: URL { URL(fileURLWithPath: file).deletingLastPathComponent() }

  /// The files in `fixtures`, by name.
  var fixtures: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "fixtures").path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder.appending(path: "fixtures/\($0)").relativePath }
  }

  /// What is missing beside the file.
  var advice: [String] {
    guard file != "-" else { return [] }
    var advice: [String] = []
    if !FileManager.default.fileExists(atPath: folder.appending(path: "README.md").path) {
      advice.append("README.md: write how a person sets the service up.")
    }
    if fixtures.isEmpty {
      advice.append(
        "fixtures: record a conversation with the service, so that `weir connector test` has something to try.")
    }
    return advice
  }
}
