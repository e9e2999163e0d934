package import Blobs

/// Files in Weir's own store.
package struct BlobFileSource: FileSource {
  private let blobs: any BlobStore

  package init(blobs: any BlobStore) {
    self.blobs = blobs
  }

  package func open(_ handle: MediaFileHandle) async throws -> OpenFile {
    guard case .blob(let text) = handle.origin, let hash = ContentHash(text), let info = try await blobs.info(hash)
    else { throw FileSourceError.notFound(path: handle.name) }
    let blobs = blobs
    return OpenFile(
      name: handle.name, size: info.size, mime: handle.mime ?? MIMEType.ofFile(named: handle.name),
      version: hash.sha256, isCheapToRead: true
    ) { range in try await blobs.read(hash, range: range) }
  }
}
