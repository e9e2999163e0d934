internal import Crypto
import NIOCore

/// SHA-256 and MD5 of bytes as they pass.
package struct Digests: Sendable {
  private var sha256 = SHA256()
  private var md5 = Insecure.MD5()
  /// How many bytes have passed.
  package private(set) var size: Int64 = 0

  package init() {}

  /// Counts in the next bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    sha256.update(bufferPointer: bytes)
    md5.update(bufferPointer: bytes)
    size += Int64(bytes.count)
  }

  /// What the bytes so far would be called as a blob.
  package var info: BlobInfo {
    BlobInfo(
      hash: ContentHash(digest: sha256.finalize()), size: size, md5: Hexadecimal.encode(md5.finalize()))
  }
}
