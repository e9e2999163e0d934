import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// An answer that is a file, or that says where one is.
struct FileAnswer: Sendable {
  let action: RequestAction

  /// Brings the body of the answer into Weir's own store.
  func keep(name: Template?, in scope: TemplateScope) async throws -> JSONValue {
    guard let answers = action.answers else {
      throw ActionError(
        code: "no_file_store", category: .fault, message: "There is no store here to bring files into.")
    }
    var request = try await action.builder.build(action.request, in: scope)
    request.responseLimit = .max
    var manner = action.manner
    manner.isStreamed = true
    manner.followsRedirects = true
    if case .stream = request.body { manner.attempts = 1 }
    let exchange = try await action.caller.send(request, manner)
    guard let stream = exchange.stream else { return .null }
    let given = try name?.text(in: scope)
    let mime = exchange.headers[.contentType].map { String($0.prefix { $0 != ";" }) }
    if let mime, action.output.refuses(mime) {
      throw ActionError.noFile(mime, service: action.caller.connector.title)
    }
    let total = exchange.headers[.contentLength].flatMap { Int64($0) }
    let counted = action.counted(stream, total: total)
    let chosen = Self.cleaned(given) ?? Self.name(in: exchange.headers) ?? Self.name(ofURL: request.url) ?? "file"
    return Self.output(try await answers.keep(counted, chosen, mime, action.context))
  }

  /// A handle for a file whose address stands in the answer.
  func handle(
    in value: JSONValue, at paths: [JSONPath], name: Template?, _ scope: TemplateScope
  ) throws -> JSONValue {
    guard let url = Self.address(in: value, at: paths), let connection = action.caller.connection else {
      throw ActionError.unexpected(
        value, missing: paths.first ?? JSONPath(""), service: action.caller.connector.title)
    }
    let chosen = Self.cleaned(try name?.text(in: scope)) ?? Self.name(ofURL: url) ?? "file"
    return Self.output(
      MediaFileHandle(
        name: chosen, size: nil, mime: nil, origin: .connection(connection.id.description, locator: url)))
  }

  /// The first address at some places of an answer. One without a scheme, as `//images.example/1.jpg`, is `https`.
  static func address(in value: JSONValue, at paths: [JSONPath]) -> String? {
    let found = paths.lazy.compactMap { $0.value(in: value)?.stringValue }.first { !$0.isEmpty }
    return found.map { $0.hasPrefix("//") ? "https:" + $0 : $0 }
  }

  static func output(_ handle: MediaFileHandle) -> JSONValue {
    [
      "file": handle.json, "name": .string(handle.name), "size": JSONValue(handle.size), "mime": JSONValue(handle.mime),
    ]
  }

  /// The name that `Content-Disposition` gives (RFC 6266), the encoded one first.
  static func name(in headers: HTTPFields) -> String? {
    guard let name = HTTPField.Name("Content-Disposition"), let field = headers[name] else { return nil }
    var plain: String?
    for part in field.split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard pair.count == 2 else { continue }
      if pair[0].lowercased() == "filename*", let value = pair[1].components(separatedBy: "''").last {
        if let decoded = cleaned(value.removingPercentEncoding) { return decoded }
      } else if pair[0].lowercased() == "filename" {
        plain = pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
      }
    }
    return cleaned(plain)
  }

  static func name(ofURL url: String) -> String? {
    cleaned(URLComponents(string: url)?.path)
  }

  /// A name without folders and control characters; what a service sends isn't trusted.
  private static func cleaned(_ name: String?) -> String? {
    // By scalars: with a mark behind it, a slash is no "/" as characters go.
    guard let last = name?.unicodeScalars.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last else { return nil }
    let kept = last.filter { $0.properties.generalCategory != .control }
    let text = String(String(String.UnicodeScalarView(kept)).prefix(200)).trimmingCharacters(in: .whitespaces)
    return text.isEmpty || text == "." || text == ".." ? nil : text
  }
}

extension ActionError {
  /// A success whose body is something else than the file, mostly a page that asks people to sign in.
  static func noFile(_ mime: String, service: String) -> ActionError {
    ActionError(
      code: "no_file", category: .upstream, message: "\(service) answers with \(mime) in place of the file.",
      advice: "Look whether the connection may read files there; connect it again with that permission.")
  }
}

extension RequestAction {
  /// The same bytes; how many have passed is told.
  func counted(_ stream: ByteStream, total: Int64?) -> ByteStream {
    let progress = context.progress
    return ByteStream(length: stream.length, CountedBytes(base: stream) { done in await progress(done, total) })
  }
}
