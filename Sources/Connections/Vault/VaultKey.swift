import Core
import Crypto
import Foundation

/// A key that encrypts secrets, with the name under which sealed values ask for it.
package struct VaultKey: Sendable {
  /// The first 8 bytes of the key's SHA-256, in hexadecimal.
  package let id: String
  let key: SymmetricKey
  let idBytes: [UInt8]

  /// How many bytes of a key's hash name it.
  static let idLength = 8

  /// - Throws: ``VaultError/malformedKey`` unless there are exactly 32 bytes.
  package init(bytes: [UInt8]) throws(VaultError) {
    guard bytes.count == 32 else { throw .malformedKey }
    key = SymmetricKey(data: bytes)
    idBytes = Array(SHA256.hash(data: bytes).prefix(Self.idLength))
    id = Self.name(idBytes)
  }

  /// Reads a key as configuration carries it: 32 bytes in base64, base64url or hexadecimal, white space around ignored.
  /// - Throws: ``VaultError/malformedKey``.
  package init(text: String) throws(VaultError) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let unpadded = text.prefix { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
    if text.count == 64, let bytes = Self.bytes(hexadecimal: text) {
      try self.init(bytes: bytes)
    } else if let bytes = Base64URL.decode(String(unpadded)) {
      try self.init(bytes: bytes)
    } else {
      throw .malformedKey
    }
  }

  static func name(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  private static func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }
}
