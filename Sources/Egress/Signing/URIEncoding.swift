/// Percent-encoding as signatures of version 4 want it: everything but the unreserved characters of RFC 3986.
package enum URIEncoding {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// A text as one segment of a path, or as a name or value of a query.
  package static func encode(_ text: String) -> String {
    encode(text, keeping: { _ in false })
  }

  /// The same, but slashes stay.
  package static func encodePath(_ path: String) -> String {
    encode(path, keeping: { $0 == UInt8(ascii: "/") })
  }

  private static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) || isKept(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
