import Crypto
import Foundation

/// The same UUID for the same text, always: so that importing twice finds what is there.
enum StableID {
  /// A UUID of version 8 made of the SHA-256 of the text (RFC 9562, section 5.8).
  static func of(_ text: String) -> UUID {
    var bytes = Array(SHA256.hash(data: Data(text.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
