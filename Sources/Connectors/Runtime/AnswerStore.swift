package import Blobs
package import Core

/// Where answers of services that are files go, so that a flow can go on with a handle.
package struct AnswerStore: Sendable {
  /// Reads to the end; what was read is gone when it fails on the way.
  package let keep:
    @Sendable (_ bytes: ByteStream, _ name: String, _ mime: String?, ActionContext) async throws -> MediaFileHandle

  /// - Parameter keep: stores the bytes for whoever the context says.
  package init(
    keep:
      @escaping @Sendable (ByteStream, _ name: String, _ mime: String?, ActionContext) async throws ->
      MediaFileHandle
  ) {
    self.keep = keep
  }

  /// Keeps them as blobs.
  package static func blobs(_ blobs: any BlobStore) -> AnswerStore {
    AnswerStore { bytes, name, mime, _ in
      let info = try await blobs.store(bytes)
      return MediaFileHandle(
        name: name, size: info.size, mime: mime ?? MIMEType.ofFile(named: name), sha256: info.hash.sha256,
        origin: .blob(info.hash.sha256))
    }
  }
}
