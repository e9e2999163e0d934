import Core
import Foundation

/// Lists files.
extension FolderConnector {
  func listFiles(_ input: JSONValue) async throws -> JSONValue {
    let folder = input["folder"]?.stringValue ?? ""
    let starts = folder.isEmpty ? roots.map { FolderPath(root: $0, steps: []) } : [try FolderPath(folder, in: roots)]
    let walk = FolderWalk(
      pattern: input["pattern"]?.stringValue.map(GlobPattern.init), isRecursive: input["recursive"] != false,
      after: input["after"]?.stringValue)
    let limit = Int(input["limit"]?.intValue ?? 10_000)
    let found = try await BlockingWork.run { try starts.flatMap { try walk.files(in: $0) } }
    let page = found.sorted { $0.path.text < $1.path.text }.prefix(limit)
    let next = found.count > page.count ? page.last?.path.text : nil
    return .object([
      "files": .array(page.map { .object(Self.listed($0.path, $0.status)) }), "count": JSONValue(page.count),
      "next": JSONValue(next),
    ])
  }

  static func listed(_ path: FolderPath, _ status: FileStatus) -> JSONObject {
    [
      "path": .string(path.text), "name": .string(path.name), "size": .int(status.size),
      "modified": JSONValue(status.modified), "mime": .string(MIMEType.ofFile(named: path.name)),
      "file": handle(path, status).json,
    ]
  }
}

/// Walks through a folder without following links. Blocks.
struct FolderWalk: Sendable {
  let pattern: GlobPattern?
  let isRecursive: Bool
  /// Only files whose path comes behind this one.
  let after: String?

  /// Deeper folders are left out: no person nests like that, only a loop of mounts does.
  private static let deepest = 64

  struct Found: Sendable {
    let path: FolderPath
    let status: FileStatus
  }

  func files(in start: FolderPath) throws(FileSourceError) -> [Found] {
    var found: [Found] = []
    try visit(try OpenDescriptor.folder(start), start, below: start.steps.count, &found)
    return found
  }

  private func visit(
    _ folder: OpenDescriptor, _ path: FolderPath, below depth: Int, _ found: inout [Found]
  ) throws(FileSourceError) {
    for name in try folder.names(path.text) where !name.hasPrefix(".") {
      let inside = FolderPath(root: path.root, steps: path.steps + [name])
      // What vanishes or may not be read is left out: a list is of what is there.
      guard let status = folder.statusOfEntry(name) else { continue }
      if status.isPlainFile, isWanted(inside, below: depth) {
        found.append(Found(path: inside, status: status))
      } else if status.isFolder, isRecursive, inside.steps.count - depth < Self.deepest,
        let deeper = try? folder.folder(name, inside.text)
      {
        try visit(deeper, inside, below: depth, &found)
      }
    }
  }

  private func isWanted(_ path: FolderPath, below depth: Int) -> Bool {
    if let after, path.text <= after { return false }
    return pattern?.matches(Array(path.steps.dropFirst(depth))) ?? true
  }
}
