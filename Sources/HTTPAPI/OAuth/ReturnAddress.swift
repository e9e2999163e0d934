/// Where a browser goes after signing in.
enum ReturnAddress {
  static let standard = "/app"

  /// The address when it is a path on this site, else the library: a sign-in page that sends people to other sites is a
  /// gift to phishers.
  static func safe(_ text: String?) -> String {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"), text.utf8.count <= 16_384,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }), !isSignIn(text)
    else { return standard }
    return text
  }

  private static func isSignIn(_ text: String) -> Bool {
    let path = text.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return path == "/app/sign-in" || path == "/app/sign-out"
  }
}
