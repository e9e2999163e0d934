internal import Crypto
internal import Foundation
internal import HTTPTypes

/// Puts bytes behind an upload URL as Azure Block Blob storage takes them.
///
/// Every request carries the MD5 of its body, so that the storage refuses what was damaged on the way, and no credential
/// but the URL's own signature. All of them may be repeated.
struct BlobWriter: Sendable {
  let transport: any MediaValetTransport
  let timing: MediaValetTiming
  /// The signed address of the blob.
  let url: String

  /// Put Blob: all bytes at once.
  func putBlob(_ bytes: [UInt8], mimeType: String?) async throws {
    var headers = headers(for: bytes)
    headers[.blobType] = "BlockBlob"
    headers[.contentType] = mimeType ?? "application/octet-stream"
    try await put(url, headers, bytes, "the bytes")
  }

  /// Put Block: one block, replacing an earlier one of the same id.
  func putBlock(_ id: String, bytes: [UInt8]) async throws {
    let name = encoded(Data(id.utf8).base64EncodedString())
    try await put(url(with: "comp=block&blockid=\(name)"), headers(for: bytes), bytes, "a block")
  }

  /// Put Block List: makes the blob of blocks that are there, in this order.
  func putBlockList(_ ids: [String], mimeType: String?) async throws {
    let list = ids.map { "<Latest>\(Data($0.utf8).base64EncodedString())</Latest>" }.joined()
    let body = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>\(list)</BlockList>".utf8)
    var headers = headers(for: body)
    headers[.contentType] = "application/xml"
    headers[.blobContentType] = mimeType
    try await put(url(with: "comp=blocklist"), headers, body, "the list of blocks")
  }

  private func put(_ url: String, _ headers: HTTPFields, _ body: [UInt8], _ what: String) async throws {
    let retrying = Retrying(timing: timing, operation: "storing \(what)", isRepeatable: true) { response, _ in
      .storageRefused(status: response.status, code: Self.code(response))
    }
    _ = try await retrying.run {
      try await transport.send(MediaValetRequest(method: .put, url: url, headers: headers, body: body))
    }
  }

  /// Upload URLs hold a signature in their query already.
  private func url(with query: String) -> String {
    url + (url.contains("?") ? "&" : "?") + query
  }

  private func headers(for body: [UInt8]) -> HTTPFields {
    var headers = HTTPFields()
    headers[.storageVersion] = "2021-12-02"
    headers[.contentMD5] = Data(Insecure.MD5.hash(data: body)).base64EncodedString()
    return headers
  }

  private func encoded(_ text: String) -> String {
    text.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
  }

  /// Azure says its word in a header, or in `<Code>` of an XML body.
  private static func code(_ response: MediaValetResponse) -> String? {
    if let code = response.headers[.storageErrorCode] { return code }
    let text = String(decoding: response.body.prefix(2048), as: UTF8.self)
    guard let start = text.firstRange(of: "<Code>"), let end = text.firstRange(of: "</Code>"),
      start.upperBound <= end.lowerBound
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound].prefix(80))
  }
}
