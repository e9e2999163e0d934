import Foundation
package import HTTPTypes

/// Makes URLs and headers fit for logs, errors and process logs.
package enum Redaction {
  /// What stands in the place of a secret.
  package static let mask = "•••"

  /// Parts of a query parameter's or header's name that tell a secret (`sig`, `X-Amz-Signature`, `access_token`, …).
  private static let telltales = [
    "token", "secret", "sig", "key", "password", "passwd", "pwd", "auth", "credential", "cookie", "code", "assertion",
    "verifier", "state", "nonce", "jwt", "session",
  ]

  /// The URL without user information and fragment, and with the values of secret query parameters masked.
  package static func url(_ url: String) -> String {
    var rest = Substring(url)
    if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
    let query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...] }
    var head = query == nil ? String(rest) : String(rest[..<(rest.firstIndex(of: "?") ?? rest.endIndex)])
    if let scheme = head.range(of: "://") {
      let authority = head[scheme.upperBound...].prefix { $0 != "/" }
      if let at = authority.lastIndex(of: "@") {
        head.replaceSubrange(scheme.upperBound...at, with: "")
      }
    }
    guard let query else { return head }
    return head + "?" + query.split(separator: "&", omittingEmptySubsequences: false).map(pair).joined(separator: "&")
  }

  /// The headers with the values of secret ones masked.
  package static func headers(_ headers: HTTPFields) -> [(name: String, value: String)] {
    headers.map { field in
      (field.name.rawName, isSecret(name: field.name.rawName) ? mask : field.value)
    }
  }

  /// Whether a header or parameter of this name holds a secret, as far as its name tells.
  package static func isSecret(name: some StringProtocol) -> Bool {
    let name = name.lowercased()
    return telltales.contains { name.contains($0) }
  }

  private static func pair(_ pair: Substring) -> String {
    guard let equals = pair.firstIndex(of: "=") else { return String(pair) }
    let name = pair[..<equals]
    return isSecret(name: name.removingPercentEncoding ?? String(name)) ? "\(name)=\(mask)" : String(pair)
  }
}
