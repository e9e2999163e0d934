import Core
import Egress
import HTTPTypes

/// An object that is put together from parts and appears once it is whole.
struct MultipartUpload: Sendable {
  /// Every part but the last must be at least this large.
  static let smallestPart: Int64 = 5 << 20
  /// No part may be larger.
  static let largestPart: Int64 = 5 << 30

  private let client: S3Client
  private let key: String
  private let uploadID: String
  private var tags: [String] = []

  /// Begins one.
  /// - Parameter md5: kept beside the object; `nil` when it isn't known yet.
  init(_ client: S3Client, key: String, md5: String?) async throws {
    var request = S3Request(method: .post, key: key, query: [(name: "uploads", value: "")])
    if let md5 { request.headers = [(name: "x-amz-meta-md5", value: md5)] }
    let answer = try await client.text(request).text
    guard let uploadID = XMLElements.values(of: "UploadId", in: answer).first else {
      throw S3Failure(status: 200, code: "no UploadId")
    }
    self.client = client
    self.key = key
    self.uploadID = uploadID
  }

  /// Sends the next part.
  mutating func add(_ body: OutboundRequest.Body) async throws {
    let answer = try await client.text(partRequest(body: body))
    try keepTag(answer.headers[.eTag] ?? "")
  }

  /// Has the service take the next part from another object.
  mutating func addCopy(of source: String, range: Range<Int64>) async throws {
    var request = partRequest(body: .none)
    request.headers = [
      (name: "x-amz-copy-source", value: client.copySource(source)),
      (name: "x-amz-copy-source-range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)"),
    ]
    let answer = try await client.text(request).text
    try S3Client.refuseLateError(answer)
    try keepTag(XMLElements.values(of: "ETag", in: answer).first ?? "")
  }

  /// Makes the object appear.
  func complete() async throws {
    let parts = tags.enumerated().map { index, tag in
      "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(XMLElements.escaped(tag))</ETag></Part>"
    }
    let body = "<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>"
    let answer = try await client.text(
      S3Request(
        method: .post, key: key, query: [(name: "uploadId", value: uploadID)], body: .bytes(Array(body.utf8)),
        timeout: S3Request.patience))
    try S3Client.refuseLateError(answer.text)
  }

  /// Frees what was sent. A failure is forgotten: a lifecycle rule of the bucket is the safety net.
  func abort() async {
    _ = try? await client.text(
      S3Request(method: .delete, key: key, query: [(name: "uploadId", value: uploadID)]))
  }

  private func partRequest(body: OutboundRequest.Body) -> S3Request {
    S3Request(
      method: .put, key: key,
      query: [(name: "partNumber", value: "\(tags.count + 1)"), (name: "uploadId", value: uploadID)],
      body: body, timeout: S3Request.patience)
  }

  private mutating func keepTag(_ tag: String) throws {
    guard !tag.isEmpty else { throw S3Failure(status: 200, code: "no ETag") }
    tags.append(tag)
  }
}
