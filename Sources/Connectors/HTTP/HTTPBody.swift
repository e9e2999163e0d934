import Core
import Egress
import HTTPTypes

/// The body that a step gives.
struct HTTPBody: Sendable {
  let call: CodedAction.Call

  func set(on request: inout OutboundRequest) async throws {
    let input = call.input
    let type = input["contentType"]?.stringValue
    switch input["body"]?.stringValue ?? "none" {
    case "json": set((input["json"] ?? .null).encoded(), type ?? "application/json", on: &request)
    case "text": set(Array((input["text"]?.stringValue ?? "").utf8), type ?? "text/plain; charset=utf-8", on: &request)
    case "form":
      let pairs = fields.flatMap { name, value in
        (value.arrayValue ?? [value]).compactMap(\.scalarText).map {
          "\(PercentEncoding.encode(name))=\(PercentEncoding.encode($0))"
        }
      }
      set(Array(pairs.joined(separator: "&").utf8), "application/x-www-form-urlencoded", on: &request)
    case "multipart":
      let scope = TemplateScope(input: .null, run: StepIdentity(key: call.context.idempotencyKey).templateValues)
      try await MultipartBody(files: call.files).set(fields, on: &request, in: scope)
    case "file":
      guard let handle = input["file"].flatMap(MediaFileHandle.init(json:)) else {
        throw ActionError(
          code: "invalid_input", category: .invalid, message: "There is no file to send.", advice: "Give a file handle."
        )
      }
      let file = try await call.files.open(handle)
      request.headers[.contentType] = type ?? file.mime ?? "application/octet-stream"
      let stream = try await file.stream()
      request.body = .stream(stream.length == nil ? ByteStream(length: file.size, stream) : stream)
    default: break
    }
  }

  private var fields: JSONObject { call.input["fields"]?.objectValue ?? [:] }

  private func set(_ bytes: [UInt8], _ type: String, on request: inout OutboundRequest) {
    request.body = .bytes(bytes)
    // A header of the step's own counts more.
    if request.headers[.contentType] == nil { request.headers[.contentType] = type }
  }
}
