import Connectors
import Core
import Dispatch
import Foundation
import Media
import NIOCore

/// What a file says about itself, as an action of flows: the one thing that needs Connectors' files and Media's workers.
struct MetadataAction: Sendable {
  /// Larger files are named by kind alone: copying them only to look at them isn't worth it.
  private static let largest: Int64 = 2_000_000_000

  let media: MediaWorkers
  let scratch: String

  /// For ``ConnectorRuntime``.
  var action: CodedAction {
    CodedAction("media.readMetadata") { call in
      guard let json = call.input["file"], let handle = MediaFileHandle(json: json) else {
        throw ActionError(
          code: "no_file", category: .invalid, message: "\"file\" is no file handle.",
          advice: "Hand on the \"file\" of a listed file.")
      }
      let file = try await call.files.open(handle)
      guard (file.size ?? 0) <= Self.largest else { return ["kind": "Other", "mime": JSONValue(file.mime)] }
      return try await withCopy(of: file, id: call.effects.uuid()) { path in
        Self.json(try await media.inspect(path: path, fileName: handle.name))
      }
    }
  }

  private func withCopy(of file: OpenFile, id: UUID, _ body: (String) async throws -> JSONValue) async throws
    -> JSONValue
  {
    let path = scratch + "/look-\(id.uuidString)"
    defer { unlink(path) }
    _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    guard let target = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteUnknown) }
    for try await chunk in try await file.stream() {
      try await Self.write(Data(chunk.readableBytesView), to: target)
    }
    try target.close()
    return try await body(path)
  }

  /// Off the cooperative pool: a disk may be slow.
  private static func write(_ data: Data, to target: FileHandle) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { try target.write(contentsOf: data) })
      }
    }
  }

  private static func json(_ facts: MediaFacts) -> JSONValue {
    var object: JSONObject = ["kind": .string("\(facts.kind)"), "mime": .string(facts.mime)]
    object["title"] = facts.title.map(JSONValue.string)
    object["description"] = facts.description.map(JSONValue.string)
    object["keywords"] = .array(facts.keywords.map(JSONValue.string))
    object["creator"] = facts.creator.map(JSONValue.string)
    object["copyright"] = facts.copyright.map(JSONValue.string)
    object["width"] = facts.width.map { JSONValue($0) }
    object["height"] = facts.height.map { JSONValue($0) }
    object["duration"] = facts.duration.map(JSONValue.double)
    return .object(object)
  }
}
