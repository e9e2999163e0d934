import Blobs

/// The name of a blob as text.
struct ContentHashText {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  func info(in blobs: any BlobStore) async throws -> BlobInfo? {
    guard let hash = ContentHash(text) else { return nil }
    return try await blobs.info(hash)
  }
}
