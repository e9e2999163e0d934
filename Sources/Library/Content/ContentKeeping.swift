import Blobs
import Core
import Persistence

extension LibraryContext {
  /// Commits rows that name bytes, and makes sure that the bytes are there afterwards.
  ///
  /// When the same bytes are being deleted at this moment, waits for that to end, puts them there again and tries anew.
  /// - Parameters:
  ///   - bytes: puts the bytes into the blob store; may be called several times.
  ///   - hashes: what the rows name.
  ///   - commit: the transaction; calls ``BlobRegister/keep(_:)`` first.
  func keeping<Content, Value>(
    _ bytes: () async throws -> Content, naming hashes: (Content) -> [ContentHash],
    commit: (Content) async throws -> Value
  ) async throws -> Value {
    var attempt = 0
    while true {
      let content = try await bytes()
      do {
        let value = try await commit(content)
        // A deletion may have begun and ended between the two: the rows name the bytes now, so they stay once they are
        // there again.
        for hash in hashes(content) where try await blobs.info(hash) == nil { _ = try await bytes() }
        return value
      } catch LibraryError.contentBusy where attempt < Self.mostAttempts {
        attempt += 1
        try await effects.sleep(.milliseconds(20 * attempt))
      }
    }
  }

  /// About 40 seconds in all; deleting a file takes milliseconds.
  private static let mostAttempts = 60
}
