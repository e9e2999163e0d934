/// The parameters of a request to the OAuth provider, from a query or a form. Unknown ones are there and ignored.
package struct OAuthParameters: Sendable, Hashable {
  /// A value longer than this is refused; no honest client comes near.
  static let longest = 4096

  private let values: [String: [String]]

  /// - Parameter pairs: decoded, in their order.
  package init(_ pairs: some Sequence<(String, String)>) {
    values = Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
  }

  /// The parameter; an empty one counts as none (RFC 6749, section 3.1).
  /// - Throws: ``OAuthError/invalidRequest(_:)`` when it is there more than once, or can't be text of a client.
  func one(_ name: String) throws(OAuthError) -> String? {
    let all = values[name] ?? []
    guard all.count <= 1 else { throw .invalidRequest("The parameter \(name) is there more than once.") }
    guard let value = all.first, !value.isEmpty else { return nil }
    guard value.utf8.count <= Self.longest else { throw .invalidRequest("The parameter \(name) is too long.") }
    guard PersonRule.isPrintable(value) else {
      throw .invalidRequest("The parameter \(name) has control characters.")
    }
    return value
  }

  /// The parameter, which has to be there.
  func required(_ name: String) throws(OAuthError) -> String {
    guard let value = try one(name) else { throw .invalidRequest("The parameter \(name) is missing.") }
    return value
  }

  /// The scopes asked for; `nil` when the parameter is missing.
  /// - Throws: ``OAuthError/invalidScope(_:)`` for one we don't know.
  func scopes() throws(OAuthError) -> Set<OAuthScope>? {
    guard let text = try one("scope") else { return nil }
    var scopes: Set<OAuthScope> = []
    for word in text.split(separator: " ") {
      guard let scope = OAuthScope(rawValue: String(word)) else {
        throw .invalidScope("The scopes known here are openid, profile, api and offline_access.")
      }
      scopes.insert(scope)
    }
    return scopes.isEmpty ? nil : scopes
  }
}

extension Set<OAuthScope> {
  /// As the wire writes them, always in the same order.
  var text: String {
    OAuthScope.allCases.filter(contains).map(\.rawValue).joined(separator: " ")
  }
}
