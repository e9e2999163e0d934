import Core
import Egress
import Foundation
import HTTPTypes
import NIOCore
import Synchronization

/// A file at an address, read by ranges (RFC 9110, section 14), with an eye on whether it is still the same one.
///
/// The first answer says what the file is: its ETag, else when it was modified. A later answer that says otherwise ends
/// the reading. A server that knows no ranges is read from the start, and what isn't wanted is passed over.
final class HTTPFile: Sendable {
  private let name: String
  private let send: @Sendable (Range<Int64>?) async throws -> OutboundResponse
  private let known = Mutex<String?>(nil)

  /// - Parameter send: asks for the bytes of a range, or all.
  init(name: String, send: @escaping @Sendable (Range<Int64>?) async throws -> OutboundResponse) {
    self.name = name
    self.send = send
  }

  /// - Parameter prove: adds the proof of who asks, at every request.
  convenience init(
    url: String, name: String, outbound: Outbound,
    prove: @escaping @Sendable (inout OutboundRequest) async throws -> Void
  ) {
    self.init(name: name) { range in
      var request = OutboundRequest(.get, url, timeout: .seconds(86_400), responseLimit: .max)
      request.headers.ask(for: range)
      try await prove(&request)
      return try await outbound.send(request)
    }
  }

  /// Asks for the first byte, since many addresses are signed for GET alone.
  func facts() async throws -> FileFacts {
    let response = try await send(0..<1)
    // An empty file has no first byte.
    if response.status == 416, Self.total(response.headers) == 0 { return FileFacts(size: 0, version: "") }
    let version = try check(response)
    let size =
      response.status == 206 ? Self.total(response.headers) : response.headers[.contentLength].flatMap(Int64.init)
    return FileFacts(size: size, version: version)
  }

  /// The bytes of a range, or all; a range may end beyond the file's end.
  func stream(_ range: Range<Int64>?) async throws -> ByteStream {
    if let range, range.isEmpty { return ByteStream([]) }
    let response = try await send(range)
    _ = try check(response)
    if response.status == 206 { try checkPart(response.headers, asked: range) }
    guard let range, range.lowerBound > 0, response.status == 200 else { return response.body }
    let rest = response.body.length.map { max(0, $0 - range.lowerBound) }
    return ByteStream(length: rest, SkippedBytes(base: response.body, count: range.lowerBound))
  }

  /// - Returns: what tells this state of the file from another.
  private func check(_ response: OutboundResponse) throws -> String {
    switch response.status {
    case 200, 206: break
    case 404, 410: throw FileSourceError.notFound(path: name)
    case 412, 416: throw FileSourceError.changed(name: name)
    case 401, 403: throw FileSourceError.refused(name: name, status: response.status)
    case 408, 429, 500...:
      throw FileSourceError.busy(name: name, status: response.status, seconds: response.headers.secondsToWait)
    default:
      throw FileSourceError.unreadable(path: name, reason: "the service answers with status \(response.status)")
    }
    // A weak ETag may stay while bytes change, yet a new one says that something did.
    let found = response.headers[.eTag] ?? response.headers[.lastModified] ?? ""
    let first = known.withLock { known in
      known = known ?? found
      return known ?? found
    }
    guard first == found else { throw FileSourceError.changed(name: name) }
    return found
  }

  /// A part must be the one that was asked for (RFC 9110, section 14.4): others' bytes in its place would be spliced in.
  private func checkPart(_ headers: HTTPFields, asked range: Range<Int64>?) throws {
    let said = headers[.contentRange] ?? "none"
    guard let range, let part = Self.part(headers), part.lowerBound == range.lowerBound,
      part.upperBound < range.upperBound
    else {
      throw FileSourceError.unreadable(path: name, reason: "the service sent another part than was asked for (\(said))")
    }
  }

  /// The first and the last byte that `Content-Range: bytes 0-99/1234` tells.
  private static func part(_ headers: HTTPFields) -> ClosedRange<Int64>? {
    let words = headers[.contentRange]?.split(whereSeparator: { $0 == " " || $0 == "/" }) ?? []
    guard words.count == 3, words[0].lowercased() == "bytes" else { return nil }
    let ends = words[1].split(separator: "-").compactMap { Int64($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
  }

  /// The whole size that `Content-Range: bytes 0-0/1234` tells.
  private static func total(_ headers: HTTPFields) -> Int64? {
    headers[.contentRange]?.split(separator: "/").last.flatMap { Int64($0) }
  }
}

/// A stream without its beginning.
private struct SkippedBytes: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let base: ByteStream
  let count: Int64

  func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), left: count) }

  struct Iterator: AsyncIteratorProtocol {
    var base: ByteStream.AsyncIterator
    var left: Int64

    mutating func next() async throws -> ByteBuffer? {
      while var chunk = try await base.next() {
        let skipped = Int(Swift.min(left, Int64(chunk.readableBytes)))
        chunk.moveReaderIndex(forwardBy: skipped)
        left -= Int64(skipped)
        if chunk.readableBytes > 0 { return chunk }
      }
      return nil
    }
  }
}
