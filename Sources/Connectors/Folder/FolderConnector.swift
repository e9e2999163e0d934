import Core

/// The actions of `folderConnector-v1.0`, confined to the folders the operator allows.
package struct FolderConnector: Sendable {
  /// The name in the handles of its files.
  package static let sourceName = "folder"

  let roots: [FolderRoot]

  /// - Parameter roots: the allowed folders; their names differ.
  package init(roots: [FolderRoot]) {
    self.roots = roots
  }

  /// Reads the files that its handles mean.
  package var source: FolderFileSource { FolderFileSource(roots: roots) }

  /// What to hand to ``ConnectorRuntime``.
  package var actions: [CodedAction] {
    [
      CodedAction("folder.listFiles") { call in try await listFiles(call.input) },
      CodedAction("folder.changes") { call in try await changes(call.input, at: call.effects.now()) },
      CodedAction("folder.readFile") { call in try await readFile(call.input) },
      CodedAction("folder.writeFile") { call in try await writeFile(call) },
    ]
  }

  private func readFile(_ input: JSONValue) async throws -> JSONValue {
    let path = try FolderPath(input["path"]?.stringValue ?? "", in: roots)
    let status = try await BlockingWork.run { try OpenDescriptor.file(path).status(path.text) }
    let handle = Self.handle(path, status)
    var output: JSONObject = ["file": handle.json]
    if input["asText"] == true {
      let bytes = try await source.open(handle).stream().collect(upTo: 1 << 20)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw FileSourceError.unreadable(path: path.text, reason: "it is not UTF-8 text")
      }
      output["text"] = .string(text)
    }
    return .object(output)
  }

  /// A handle for a file as it is now.
  static func handle(_ path: FolderPath, _ status: FileStatus) -> MediaFileHandle {
    MediaFileHandle(
      name: path.name, size: status.size, mime: MIMEType.ofFile(named: path.name), modified: status.modified,
      origin: .connection(sourceName, locator: path.text))
  }
}
