import Core
import Egress
import HTTPTypes

/// `multipart/form-data` (RFC 7578): small fields from templates, files streamed from their handles.
struct MultipartBody: Sendable {
  let files: FileSources

  func set(_ fields: [TemplateField], on request: inout OutboundRequest, in scope: TemplateScope) async throws {
    try await set(try Self.values(fields, in: scope), on: &request, in: scope)
  }

  /// The parts by name; a name that ends in `*` gives several.
  static func values(_ fields: [TemplateField], in scope: TemplateScope) throws -> JSONObject {
    var values = JSONObject()
    for field in fields {
      let value = try field.value.value(in: scope)
      if let members = value.flatMap({ field.members(of: $0) }) {
        for member in members { values[member.name] = member.value }
      } else {
        values[field.name] = value == .null ? nil : value
      }
    }
    return values
  }

  func set(_ values: JSONObject, on request: inout OutboundRequest, in scope: TemplateScope) async throws {
    var parts: [Part] = []
    for (name, value) in values {
      // A list of files is sent as several parts of one name.
      for one in value.arrayValue ?? [value] { parts.append(try await part(name, one)) }
    }
    let boundary = boundary(scope)
    request.headers[.contentType] = "multipart/form-data; boundary=\(boundary)"
    request.body = .stream(stream(parts, boundary: boundary))
  }

  private struct Part: Sendable {
    let head: String
    let text: String
    let file: OpenFile?

    /// Its bytes without the boundary; `nil` when the file's size isn't known.
    var length: Int64? {
      guard let file else { return Int64(text.utf8.count) }
      return file.size
    }
  }

  private func part(_ name: String, _ value: JSONValue) async throws -> Part {
    let disposition = "Content-Disposition: form-data; name=\"\(Self.quoted(name))\""
    guard let handle = MediaFileHandle(json: value) else {
      return Part(head: disposition + "\r\n\r\n", text: value.scalarText ?? value.serialized(), file: nil)
    }
    let file = try await files.duringRequest.open(handle)
    let type = file.mime ?? "application/octet-stream"
    let head = "\(disposition); filename=\"\(Self.quoted(file.name))\"\r\nContent-Type: \(type)\r\n\r\n"
    return Part(head: head, text: "", file: file)
  }

  private func stream(_ parts: [Part], boundary: String) -> ByteStream {
    var length: Int64? = Int64("--\(boundary)--\r\n".utf8.count)
    for part in parts {
      let around = Int64("--\(boundary)\r\n\(part.head)\r\n".utf8.count)
      length = length.flatMap { sum in part.length.map { sum + $0 + around } }
    }
    var links: [@Sendable () async throws -> ByteStream] = []
    for part in parts {
      let head = Array("--\(boundary)\r\n\(part.head)".utf8)
      links.append { ByteStream(head) }
      links.append { try await part.file?.stream() ?? ByteStream(Array(part.text.utf8)) }
      links.append { ByteStream(Array("\r\n".utf8)) }
    }
    let end = Array("--\(boundary)--\r\n".utf8)
    links.append { ByteStream(end) }
    return ByteStream(length: length, ByteChain(links: links))
  }

  /// What would end a quoted name is encoded as browsers do.
  static func quoted(_ text: String) -> String {
    text.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private func boundary(_ scope: TemplateScope) -> String {
    "weir-" + (scope.run["uuid"]?.stringValue ?? "boundary")
  }
}
