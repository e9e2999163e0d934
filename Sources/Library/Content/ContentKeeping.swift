import Blobs
import Core
import Persistence

extension LibraryContext {
  /// Commits rows that name bytes, and makes sure that the bytes are there afterwards.
  ///
  /// When the same bytes are being deleted at this moment, waits for that to end, puts them there again and tries anew.
  /// - Parameters:
  ///   - bytes: puts the bytes into the blob store; may be called several times.
  ///   - commit: the transaction; calls ``BlobRegister/keep(_:)`` first.
  func keeping<Content, Value>(
    _ bytes: () async throws -> Content, commit: (Content) async throws -> Value
  ) async throws -> Value {
    var attempt = 0
    while true {
      let content = try await bytes()
      do {
        return try await commit(content)
      } catch LibraryError.contentBusy where attempt < Self.mostAttempts {
        attempt += 1
        try await effects.sleep(.milliseconds(20 * attempt))
      }
    }
  }

  /// About 40 seconds in all; deleting a file takes milliseconds.
  private static let mostAttempts = 60
}
