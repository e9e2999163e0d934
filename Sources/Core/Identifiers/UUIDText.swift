import Foundation

/// UUIDs as text (RFC 9562, section 4), without the detour over locale-aware text and `sscanf` that Foundation takes:
/// every row that is read or written has several.
enum UUIDText {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Hyphenated and in lower case.
  static func format(_ uuid: UUID) -> String {
    withUnsafeBytes(of: uuid.uuid) { bytes in
      String(unsafeUninitializedCapacity: 36) { text in
        var place = 0
        for byte in bytes {
          if isHyphen(place) {
            text[place] = UInt8(ascii: "-")
            place += 1
          }
          text[place] = digits[Int(byte >> 4)]
          text[place + 1] = digits[Int(byte & 15)]
          place += 2
        }
        return place
      }
    }
  }

  /// Reads the hyphenated form in any case.
  static func parse(_ text: some Collection<UInt8>) -> UUID? {
    guard text.count == 36 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    var high: UInt8?
    for (place, character) in text.enumerated() {
      if isHyphen(place) {
        guard character == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = value(of: character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return UUID(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9], bytes[10],
        bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      ))
  }

  /// Whether a hyphen stands there.
  private static func isHyphen(_ place: Int) -> Bool {
    place == 8 || place == 13 || place == 18 || place == 23
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
