import Blobs
import Core
import Egress
import Foundation
import HTTPTypes

extension S3Client {
  /// Size of an object in bytes; `nil` when it isn't there.
  func head(_ key: String) async throws -> (size: Int64, md5: String)? {
    guard let response = try await unlessMissing({ try await send(S3Request(method: .head, key: key)) }) else {
      return nil
    }
    let size = response.headers[.contentLength].flatMap { Int64($0) } ?? 0
    let md5 = HTTPField.Name("x-amz-meta-md5").flatMap { response.headers[$0] } ?? ""
    return (size, md5)
  }

  /// An object, or a piece of it; `nil` when it isn't there.
  /// - Parameter range: must not be empty.
  func get(_ key: String, range: Range<Int64>? = nil) async throws -> OutboundResponse? {
    var request = S3Request(method: .get, key: key, timeout: S3Request.patience)
    if let range { request.headers = [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")] }
    let prepared = request
    return try await unlessMissing { try await send(prepared, answerLimit: .max) }
  }

  /// Stores bytes that are at hand.
  func put(_ key: String, _ bytes: [UInt8]) async throws {
    _ = try await text(S3Request(method: .put, key: key, body: .bytes(bytes)))
  }

  /// Stores a stream of known length, of at most 5 GiB.
  func put(_ key: String, _ stream: ByteStream) async throws {
    _ = try await text(S3Request(method: .put, key: key, body: .stream(stream), timeout: S3Request.patience))
  }

  func delete(_ key: String) async throws {
    _ = try await unlessMissing { try await text(S3Request(method: .delete, key: key)) }
  }

  /// Copies within the bucket, of at most 5 GiB.
  func copy(_ source: String, to key: String, md5: String) async throws {
    let headers = [
      (name: "x-amz-copy-source", value: copySource(source)), (name: "x-amz-metadata-directive", value: "REPLACE"),
      (name: "x-amz-meta-md5", value: md5),
    ]
    let answer = try await text(
      S3Request(method: .put, key: key, headers: headers, timeout: S3Request.patience))
    try Self.refuseLateError(answer.text)
  }

  /// The keys that begin so, in the order of their bytes.
  func keys(below prefix: String) async throws -> [String] {
    try await objects(below: prefix).map(\.key)
  }

  /// The objects whose keys begin so, in the order of the keys' bytes, and when each was written.
  func objects(below prefix: String) async throws -> [(key: String, writtenAt: Date?)] {
    var objects: [(key: String, writtenAt: Date?)] = []
    var token: String?
    repeat {
      var query = [(name: "list-type", value: "2"), (name: "prefix", value: location.prefix + prefix)]
      if let token { query.append((name: "continuation-token", value: token)) }
      let answer = try await text(S3Request(method: .get, query: query)).text
      objects += XMLElements.values(of: "Contents", in: answer).compactMap { object in
        guard let key = XMLElements.values(of: "Key", in: object).first else { return nil }
        return (
          String(key.dropFirst(location.prefix.count)),
          XMLElements.values(of: "LastModified", in: object).first.flatMap(Timestamp.parse)
        )
      }
      token = XMLElements.values(of: "NextContinuationToken", in: answer).first
    } while token != nil
    return objects
  }

  /// How a key is named in a request to copy it.
  func copySource(_ key: String) -> String {
    "/" + URIEncoding.encode(location.bucket) + "/" + URIEncoding.encodePath(location.prefix + key)
  }

  /// A copy may fail after the status was sent; the body then says so.
  static func refuseLateError(_ answer: String) throws {
    if let code = XMLElements.values(of: "Code", in: answer).first, answer.contains("<Error>") {
      throw S3Failure(status: 500, code: code)
    }
  }

  private func unlessMissing<Answer>(_ action: () async throws -> Answer) async throws -> Answer? {
    do {
      return try await action()
    } catch let failure as S3Failure where failure.status == 404 && failure.code != "NoSuchBucket" {
      return nil
    }
  }
}
