import Core
import HTTPTypes
import Hummingbird
import Library

/// Sends stored bytes: whole or a range, or only the news that they haven't changed.
struct ContentResponse {
  let library: Library
  let content: MediaContent
  /// As `private, max-age=3600`.
  let cacheControl: String

  /// - Throws: `BlobError` when the range lies outside of the bytes, or they can't be read.
  func answer(_ request: Request, _ context: APIContext) async throws -> Response {
    var headers = headers(request, context)
    if isKnown(request) { return Response(status: .notModified, headers: headers) }
    let wanted = request.headers[.storageRange] ?? request.headers[.range]
    let range = isStale(request) ? nil : try ByteRange.parse(wanted, size: content.size)
    let length = range.map { $0.upperBound - $0.lowerBound } ?? content.size
    if let range { headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(content.size)" }
    headers[.contentLength] = String(length)
    let status: HTTPResponse.Status = range == nil ? .ok : .partialContent
    if request.method == .head { return Response(status: status, headers: headers) }
    let bytes = try await library.mediaURLs.read(content, range: range)
    let body = ResponseBody(contentLength: Int(length)) { writer in
      for try await chunk in bytes { try await writer.write(chunk) }
      try await writer.finish(nil)
    }
    return Response(status: status, headers: headers, body: body)
  }

  private var eTag: String { "\"\(content.hash)\"" }

  private func headers(_ request: Request, _ context: APIContext) -> HTTPFields {
    var headers = BlobHeaders.common(request, context)
    headers[.contentType] = content.mimeType
    headers[.eTag] = eTag
    headers[.acceptRanges] = "bytes"
    headers[.cacheControl] = cacheControl
    headers[.contentDisposition] = ContentDisposition.header(
      content.disposition.rawValue, fileName: content.fileName)
    return headers
  }

  private func isKnown(_ request: Request) -> Bool {
    guard let header = request.headers[.ifNoneMatch] else { return false }
    return header == "*"
      || header.split(separator: ",").contains { tag in
        let tag = tag.trimmingPrefix { $0 == " " }
        return tag == eTag || tag == "W/" + eTag
      }
  }

  /// Whether the range was meant for other bytes (`If-Range`): then all are sent.
  private func isStale(_ request: Request) -> Bool {
    request.headers[.ifRange].map { $0 != eTag } ?? false
  }
}
