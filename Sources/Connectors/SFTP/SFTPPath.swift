/// Paths of an SFTP server, which are bytes, as text: what isn't UTF-8, and the percent sign, are percent-encoded.
enum SFTPPath {
  /// The id of a path's bytes; ``bytes(of:)`` gives them back.
  static func id(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text.replacing("%", with: "%25") }
    return bytes.reduce(into: "") { text, byte in
      if byte < 0x80, byte != UInt8(ascii: "%") {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
  }

  /// The bytes of an id.
  static func bytes(of id: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(id.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// A name for people: what isn't UTF-8 is shown as a replacement character.
  static func name(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
