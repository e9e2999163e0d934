/// The name of bytes: their SHA-256. Equal bytes have one name, and are kept once.
package struct ContentHash: Sendable, Hashable {
  /// 64 hexadecimal digits in lower case.
  package let sha256: String

  /// - Returns: `nil` when `text` isn't 64 hexadecimal digits.
  package init?(_ text: some StringProtocol) {
    let lowered = text.lowercased()
    guard lowered.utf8.count == 64, lowered.utf8.allSatisfy(Self.isHexDigit) else { return nil }
    sha256 = lowered
  }

  /// - Parameter digest: as the hash function gave it; 32 bytes.
  package init(digest: some Sequence<UInt8>) {
    sha256 = Hexadecimal.encode(digest)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension ContentHash: CustomStringConvertible {
  package var description: String { sha256 }
}

extension ContentHash: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let hash = ContentHash(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "this is no SHA-256")
    }
    self = hash
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(sha256)
  }
}
