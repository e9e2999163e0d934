import Core
import Foundation
import NIOCore

/// Writes files.
extension FolderConnector {
  func writeFile(_ call: CodedAction.Call) async throws -> JSONValue {
    let path = try FolderPath(call.input["path"]?.stringValue ?? "", in: roots)
    guard path.root.isWritable, !path.steps.isEmpty else { throw FileSourceError.notAllowed(path: path.text) }
    let (bytes, size) = try await content(call)
    let mayReplace = call.input["replace"] == true
    let key = StepIdentity(key: call.context.idempotencyKey).uuid.uuidString.lowercased()
    let target = try await BlockingWork.run { try PendingFile(path, token: key) }
    var written: Int64 = 0
    do {
      for try await chunk in bytes {
        let piece = Array(chunk.readableBytesView)
        try await BlockingWork.run { try target.append(piece) }
        written += Int64(piece.count)
        await call.context.progress(written, size)
      }
      if let size, size != written { throw ByteStreamError.lengthMismatch(promised: size, received: written) }
    } catch {
      try? await BlockingWork.run { target.discard() }
      throw error
    }
    let isRetry = try await call.context.checkpoint.load() != nil
    if !isRetry { try await call.context.checkpoint.save(["writing": .string(path.text)]) }
    let status = try await BlockingWork.run { try target.keep(replacing: mayReplace || isRetry) }
    return [
      "path": .string(path.text), "size": .int(status.size), "file": Self.handle(path, status).json,
    ]
  }

  private func content(_ call: CodedAction.Call) async throws -> (ByteStream, Int64?) {
    if let handle = call.input["file"].flatMap(MediaFileHandle.init(json:)) {
      let file = try await call.files.open(handle)
      return (try await file.stream(), file.size)
    }
    guard let text = call.input["text"]?.stringValue else {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "There is neither a file nor a text to write.",
        advice: "Give one of them.")
    }
    return (ByteStream(Array(text.utf8)), Int64(text.utf8.count))
  }
}
