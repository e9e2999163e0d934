import Core
import Foundation

/// Puts the bytes of small files into JSON, in the place of their handles.
struct EmbeddedFiles: Sendable {
  let files: FileSources
  let rule: FileEmbedding

  func embedded(_ value: JSONValue) async throws -> JSONValue {
    if let handle = MediaFileHandle(json: value) { return .string(try await text(of: handle)) }
    switch value {
    case .array(let elements):
      var all: [JSONValue] = []
      for element in elements { all.append(try await embedded(element)) }
      return .array(all)
    case .object(let members):
      var all = JSONObject()
      for (name, member) in members { all[name] = try await embedded(member) }
      return .object(all)
    default: return value
    }
  }

  private func text(of handle: MediaFileHandle) async throws -> String {
    let file = try await files.open(handle)
    if let size = file.size, size > Int64(rule.most) { throw tooLarge(file.name) }
    let bytes: [UInt8]
    do {
      bytes = try await file.stream().collect(upTo: rule.most)
    } catch is ByteStreamError {
      throw tooLarge(file.name)
    }
    let text = Data(bytes).base64EncodedString()
    switch rule.form {
    case .base64: return text
    case .dataURL: return "data:\(handle.fact("mime")?.stringValue ?? "application/octet-stream");base64,\(text)"
    }
  }

  private func tooLarge(_ name: String) -> ActionError {
    ActionError(
      code: "file_too_large", category: .invalid,
      message: "\(name) is larger than the \(rule.most >> 20) MB that can be sent this way.",
      advice: "Take a smaller rendition of it.")
  }
}
