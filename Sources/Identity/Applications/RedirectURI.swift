import Foundation

/// What may be registered as an address to send browsers to.
enum RedirectURI {
  /// https anywhere, or http on a loopback address; absolute, without fragment and credentials (RFC 6749, section
  /// 3.1.2; RFC 9700, section 2.1).
  static func isAcceptable(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    guard isPlain, text.utf8.count <= 2000, !text.contains("#"), let parts = URLComponents(string: text),
      parts.user == nil, parts.password == nil, let host = parts.host, !host.isEmpty, !host.contains("*")
    else { return false }
    switch parts.scheme?.lowercased() {
    case "https": return true
    case "http": return ["127.0.0.1", "[::1]", "::1", "localhost"].contains(host.lowercased())
    default: return false
    }
  }

  /// Scheme, host and port, as a Content-Security-Policy names them.
  static func origin(of text: String) -> String? {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host else { return nil }
    return "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")"
  }

  /// The address with further query parameters.
  static func adding(_ parameters: [(String, String)], to text: String) -> String {
    let query = parameters.map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
    if query.isEmpty { return text }
    guard text.contains("?") else { return "\(text)?\(query)" }
    return text.hasSuffix("?") || text.hasSuffix("&") ? text + query : "\(text)&\(query)"
  }

  static func encoded(_ text: String) -> String {
    let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }
}
