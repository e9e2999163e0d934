import Blobs
import Core
import Egress
import NIOCore

/// The bytes of several objects, one after the other; each is asked for when the one before it has been read.
struct JoinedObjects: AsyncSequence, Sendable {
  typealias Element = ByteBuffer

  let client: S3Client
  let keys: [String]

  func makeAsyncIterator() -> Iterator {
    Iterator(client: client, keys: keys[...])
  }

  struct Iterator: AsyncIteratorProtocol {
    let client: S3Client
    var keys: ArraySlice<String>
    var current: ByteStream.AsyncIterator?

    mutating func next() async throws -> ByteBuffer? {
      while true {
        if let chunk = try await current?.next() { return chunk }
        guard let key = keys.popFirst() else { return nil }
        guard let response = try await client.get(key) else {
          throw BlobError.unavailable(reason: "a block was discarded while it was read")
        }
        current = response.body.makeAsyncIterator()
      }
    }
  }
}
