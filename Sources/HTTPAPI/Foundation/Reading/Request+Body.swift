package import Core
package import Hummingbird
import NIOCore

extension Request {
  /// The whole body, up to the endpoint's limit.
  /// - Throws: ``RequestError/bodyTooLarge(limit:)`` (413), `ByteStreamError.lengthMismatch` (400) when it was cut off.
  package func bytes(_ context: APIContext) async throws -> [UInt8] {
    guard case .bytes(let limit) = context.bodyLimit else { return try await bytes(upTo: Int.max) }
    return try await bytes(upTo: limit)
  }

  /// The whole body, up to that many bytes.
  package func bytes(upTo limit: Int) async throws -> [UInt8] {
    do {
      return try await byteStream.collect(upTo: limit)
    } catch ByteStreamError.longer {
      throw RequestError.bodyTooLarge(limit: limit)
    }
  }

  /// The body as it arrives. It throws when fewer bytes come than `Content-Length` announced, so that a body that was
  /// cut off is never taken for a whole one.
  package var byteStream: ByteStream {
    let announced = headers[.contentLength].flatMap { Int64($0) }
    guard let announced else { return ByteStream(length: nil, body) }
    return ByteStream(length: announced, WholeBody(base: ByteStream(length: nil, body), announced: announced))
  }

  /// One JSON document.
  /// - Throws: `JSONSyntaxError` (400) with line and column, ``RequestError/unsupportedContentType(_:expected:)`` (415).
  package func json(_ context: APIContext) async throws -> JSONValue {
    let type = ContentType(self)
    guard type?.isJSON ?? false else {
      throw RequestError.unsupportedContentType(type?.essence, expected: "application/json")
    }
    let bytes = try await bytes(context)
    guard !bytes.isEmpty else { throw RequestError.missingBody(expected: "a JSON document") }
    return try JSONValue(parsing: bytes)
  }

  /// One JSON object, ready to be taken apart.
  package func fields(_ context: APIContext) async throws -> JSONFields {
    try JSONFields(await json(context))
  }

  /// The same for calls that need no body: without one, an object without members.
  package func fieldsIfAny(_ context: APIContext) async throws -> JSONFields {
    guard headers[.contentType] == nil else { return try await fields(context) }
    guard try await bytes(context).isEmpty else {
      throw RequestError.unsupportedContentType(nil, expected: "application/json")
    }
    return try JSONFields([:])
  }

  /// An HTML form (`application/x-www-form-urlencoded`).
  package func form(_ context: APIContext) async throws -> FormFields {
    let type = ContentType(self)
    guard type?.isForm ?? false else {
      throw RequestError.unsupportedContentType(type?.essence, expected: "application/x-www-form-urlencoded")
    }
    return FormFields(String(decoding: try await bytes(context), as: UTF8.self))
  }
}
