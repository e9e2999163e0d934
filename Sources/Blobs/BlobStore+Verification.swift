import Core
import NIOCore

extension BlobStore {
  /// Reads a blob from end to end and compares it with its name.
  /// - Throws: ``BlobError/damaged(_:)`` when the bytes are not those that were stored, ``BlobError/notFound(_:)``.
  package func verify(_ hash: ContentHash) async throws {
    var digests = Digests()
    for try await chunk in try await read(hash, range: nil) {
      chunk.withUnsafeReadableBytes { digests.update($0) }
    }
    guard digests.info.hash == hash else { throw BlobError.damaged(hash) }
  }
}
