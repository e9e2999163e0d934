import Core
import Foundation

/// What may be entered in the fields of connections and integrations.
enum FieldRules {
  static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// An absolute `http` or `https` URL without user information, fragment and slash at its end; empty stays empty.
  static func address(_ text: String, field: String) throws -> String {
    var text = trimmed(text)
    if text.isEmpty { return text }
    while text.hasSuffix("/") { text.removeLast() }
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      url.host?.isEmpty == false, text.count <= 2000
    else {
      throw ConnectionError.invalidField(field, reason: "it must be a whole address that starts with https://")
    }
    guard url.user == nil, url.password == nil, url.fragment == nil else {
      throw ConnectionError.invalidField(field, reason: "it must not hold a user name, a password or a fragment")
    }
    return text
  }

  static func name(_ text: String) throws -> String {
    let text = trimmed(text)
    guard (1...100).contains(text.count), text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw ConnectionError.invalidField("name", reason: "it must have between 1 and 100 characters")
    }
    return text
  }

  static func scopes(_ scopes: [String]) throws -> [String] {
    let scopes = scopes.map(trimmed).filter { !$0.isEmpty }
    guard scopes.allSatisfy({ !$0.contains(where: \.isWhitespace) && $0.count <= 300 }), scopes.count <= 100 else {
      throw ConnectionError.invalidField("scopes", reason: "a scope is one word")
    }
    return scopes.reduce(into: []) { unique, scope in if !unique.contains(scope) { unique.append(scope) } }
  }

  /// Headers that requests set by themselves.
  private static let reserved: Set<String> = [
    "authorization", "host", "content-length", "transfer-encoding", "connection", "cookie", "te", "upgrade",
    "proxy-authorization", "expect", "trailer",
  ]

  /// The name of a header that a connection may add, as RFC 9110 section 5.1 writes it.
  static func headerName(_ text: String, field: String) throws -> String {
    let text = trimmed(text)
    let isToken = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
    guard isToken, (1...100).contains(text.count) else {
      throw ConnectionError.invalidField(field, reason: "\"\(text)\" is no name of a header")
    }
    guard !reserved.contains(text.lowercased()) else {
      throw ConnectionError.invalidField(field, reason: "\(text) is set by Weir itself")
    }
    return text
  }

  /// Where an API key goes: the name of a header, or `?` and the name of a query parameter.
  static func apiKeyPlace(_ text: String, field: String) throws -> String {
    let text = trimmed(text)
    guard text.hasPrefix("?") else { return try headerName(text, field: field) }
    guard (2...100).contains(text.count), text.dropFirst().allSatisfy({ !$0.isWhitespace && !"?&=#".contains($0) })
    else {
      throw ConnectionError.invalidField(field, reason: "\"\(text)\" is no name of a query parameter")
    }
    return text
  }

  /// What can stand in a header's value, and in a password: no control characters, at most 8,000 characters.
  static func headerValue(_ text: String, field: String) throws -> String {
    let text = trimmed(text)
    guard text.count <= 8000, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw ConnectionError.invalidField(field, reason: "it holds line breaks or is too long")
    }
    return text
  }

  /// A private key in PEM or OpenSSH form, with the line breaks that belong to it.
  static func privateKey(_ text: String, field: String) throws -> String {
    let text = trimmed(text).replacing("\r\n", with: "\n")
    if text.isEmpty { return text }
    guard text.count <= 20_000, text.hasPrefix("-----BEGIN "), text.contains("PRIVATE KEY-----"),
      text.hasSuffix("-----")
    else {
      throw ConnectionError.invalidField(field, reason: "it must be a private key that begins with -----BEGIN")
    }
    return text + "\n"
  }

  /// A server's key as in `known_hosts`: its kind and its base64, with or without the host before it.
  static func hostKey(_ text: String, field: String) throws -> String {
    let words = trimmed(text).split(whereSeparator: \.isWhitespace).map(String.init)
    guard let kind = words.firstIndex(where: { $0.hasPrefix("ssh-") || $0.hasPrefix("ecdsa-") || $0.hasPrefix("sk-") }),
      words.indices.contains(kind + 1), Data(base64Encoded: words[kind + 1]) != nil
    else {
      throw ConnectionError.invalidField(field, reason: "it must be a line as ssh-keyscan writes it")
    }
    return words[kind] + " " + words[kind + 1]
  }

  /// The part of an address that decides who receives what is sent there.
  static func origin(_ address: String) -> String? {
    guard let url = URL(string: address), let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased()
    else {
      return nil
    }
    return "\(scheme)://\(host):\(url.port ?? (scheme == "https" ? 443 : 80))"
  }
}
