import Foundation

/// The name under which a browser saves bytes (RFC 6266): in ASCII for old programs, and in UTF-8 (RFC 8187).
enum ContentDisposition {
  static func header(_ kind: String, fileName: String) -> String {
    let plain = String(fileName.map { isPlain($0) ? $0 : "_" })
    guard plain != fileName else { return "\(kind); filename=\"\(plain)\"" }
    let encoded = fileName.addingPercentEncoding(withAllowedCharacters: attribute) ?? plain
    return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && !character.isNewline && character != "\"" && character != "\\"
      && (character.asciiValue ?? 0) >= 0x20 && character.asciiValue != 0x7F
  }

  private static let attribute = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~")
}
