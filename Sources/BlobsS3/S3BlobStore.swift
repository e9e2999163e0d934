package import Blobs
package import Core
package import Egress
package import Foundation
import HTTPTypes

/// Blobs in a bucket of an S3-compatible service.
///
/// An object appears whole or not at all, so a blob does too. Blocks are objects of their own; a commit reads them once
/// to learn the hash, and has the service join what is large enough for it. See `S3Layout` for which key is what.
///
/// A process that is killed may leave a multipart upload that nobody completes: give the bucket a lifecycle rule that
/// aborts those after some days.
package struct S3BlobStore: BlobStore {
  let client: S3Client
  let effects: Effects
  private let copies: LocalCopies

  /// - Parameters:
  ///   - outbound: must be allowed to reach the service's address.
  ///   - copies: where files for ``withLocalFile(_:_:)`` are written.
  package init(
    location: S3Location, credentials: S3Credentials, outbound: Outbound, copies: LocalCopies, effects: Effects
  ) {
    client = S3Client(location: location, credentials: credentials, outbound: outbound, effects: effects)
    self.copies = copies
    self.effects = effects
  }

  /// Makes the bucket. Nothing happens when it is there and ours.
  package func makeBucket() async throws {
    do {
      _ = try await client.text(S3Request(method: .put))
    } catch let failure as S3Failure where failure.code == "BucketAlreadyOwnedByYou" {
    } catch {
      throw BlobError.outward(error)
    }
  }

  package func discard(_ stage: StageID) async throws {
    try await translating {
      for key in try await client.keys(below: S3Layout.stage(stage)) { try await client.delete(key) }
    }
  }

  @discardableResult
  package func discardStages(untouchedSince date: Date) async throws -> Int {
    try await translating {
      let objects = try await client.objects(below: S3Layout.stages)
      let stages = Dictionary(grouping: objects) { S3Layout.stage(of: $0.key) }
      let stale = stages.filter { stage, parts in
        stage != nil && parts.allSatisfy { $0.writtenAt.map { $0 < date } ?? false }
      }
      for key in stale.values.joined().map(\.key) { try await client.delete(key) }
      return stale.count
    }
  }

  package func info(_ hash: ContentHash) async throws -> BlobInfo? {
    try await translating {
      try await client.head(S3Layout.blob(hash)).map { BlobInfo(hash: hash, size: $0.size, md5: $0.md5) }
    }
  }

  package func read(_ hash: ContentHash, range: Range<Int64>?) async throws -> ByteStream {
    if let range, range.isEmpty {
      guard let size = try await info(hash)?.size else { throw BlobError.notFound(hash) }
      _ = try range.clamped(toBlobOf: size)
      return ByteStream([])
    }
    do {
      guard let response = try await client.get(S3Layout.blob(hash), range: range) else {
        throw BlobError.notFound(hash)
      }
      return ByteStream(length: response.headers[.contentLength].flatMap { Int64($0) }, response.body)
    } catch let failure as S3Failure where failure.status == 416 {
      throw BlobError.rangeNotSatisfiable(size: try await info(hash)?.size ?? 0)
    } catch {
      throw BlobError.outward(error)
    }
  }

  package func withLocalFile<Value: Sendable>(
    _ hash: ContentHash, _ body: (_ path: String) async throws -> Value
  ) async throws -> Value {
    try await copies.withFile(of: read(hash, range: nil), body)
  }

  package func remove(_ hash: ContentHash) async throws {
    try await translating { try await client.delete(S3Layout.blob(hash)) }
  }

  func translating<Value>(_ action: () async throws -> Value) async throws -> Value {
    do { return try await action() } catch { throw BlobError.outward(error) }
  }
}
