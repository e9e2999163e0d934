import Core
import NIOCore

/// The body of a call, read to its end.
enum WebhookBody: Sendable {
  case bytes([UInt8])
  /// Its handle, and how many bytes it has.
  case file(JSONValue, size: Int64)

  /// `nil` for a file.
  var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  var size: Int64 {
    switch self {
    case .bytes(let bytes): Int64(bytes.count)
    case .file(_, let size): size
    }
  }
}

/// A body that came whole and is refused.
struct RefusedBody: Error {
  let reason: any CodedError
  /// `nil` when it was on its way to a file.
  let bytes: [UInt8]?
}

/// Takes a body in, into memory or into a file, and checks its signature on the way.
struct WebhookBodyReader {
  /// How much of a file is in memory at once, in bytes.
  private static let blockSize = 4 << 20

  let form: WebhookTrigger.BodyForm
  let files: WebhookFiles?
  /// In bytes; of a file.
  let maximumFile: Int64

  /// - Throws: ``RefusedBody``, ``ByteStreamError``; no file was kept then.
  func read(_ call: WebhookCall, as id: ReceivedCallID, check: consuming SignatureCheck?) async throws -> WebhookBody {
    let files = form == .never ? nil : files
    let limit = files == nil ? Int64(Webhooks.maximumBody) : maximumFile
    if let length = call.body.length, length > limit { throw ByteStreamError.longer(than: Int(limit)) }
    var draft = form == .always ? files?.begin(id) : nil
    do {
      var check = check
      var buffer: [UInt8] = []
      var size: Int64 = 0
      for try await chunk in call.body {
        let bytes = Array(chunk.readableBytesView)
        size += Int64(bytes.count)
        guard size <= limit else { throw ByteStreamError.longer(than: Int(limit)) }
        check?.update(bytes)
        buffer += bytes
        if size > Webhooks.maximumBody, draft == nil { draft = files?.begin(id) }
        if let draft, buffer.count >= Self.blockSize {
          try await draft.append(buffer)
          buffer.removeAll(keepingCapacity: true)
        }
      }
      do {
        try check?.finish()
      } catch {
        throw RefusedBody(reason: error, bytes: draft == nil ? buffer : nil)
      }
      guard let draft else { return .bytes(buffer) }
      if !buffer.isEmpty { try await draft.append(buffer) }
      return .file(try await draft.keep(Self.name(call), Self.mime(call)), size: size)
    } catch {
      await draft?.discard()
      throw error
    }
  }

  private static func mime(_ call: WebhookCall) -> String {
    let type = call.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
    return type.contains("/") && type.utf8.count < 128 ? type.lowercased() : "application/octet-stream"
  }

  /// What `Content-Disposition` says, without any folder.
  private static func name(_ call: WebhookCall) -> String {
    let header = call.headers["content-disposition"] ?? ""
    guard let match = header.firstMatch(of: /filename="?([^";]+)"?/) else { return "body" }
    let name = match.1.split(whereSeparator: { "/\\".contains($0) }).last.map(String.init) ?? ""
    let clean = String(name.filter { !$0.isNewline && $0 != "\0" }.prefix(200))
    return clean.isEmpty || clean == "." || clean == ".." ? "body" : clean
  }
}
