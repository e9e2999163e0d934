/// How the bytes of small files stand in a JSON body, for services that take them there.
package struct FileEmbedding: Sendable, Hashable {
  package let form: Form
  /// In bytes; a larger file is refused before anything is sent.
  package let most: Int

  /// What a file's handle becomes.
  package enum Form: String, Sendable, CaseIterable {
    /// `data:image/jpeg;base64,…` (RFC 2397).
    case dataURL
    /// The bytes in base 64.
    case base64
  }
}
