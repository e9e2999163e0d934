package import Core

/// The cookie that ties a consent to the browser in which it was begun. One for each consent, so that two may be under
/// way in one browser.
package struct AuthorizationCookie: Sendable {
  /// The name on the wire.
  package let name: String
  private let isSecure: Bool

  /// - Parameters:
  ///   - state: of the consent; the name is made from its hash.
  ///   - isSecure: whether browsers reach us encrypted, so that the name may carry the `__Host-` prefix.
  package init(state: String, isSecure: Bool) {
    let key = PendingAuthorization.hash(state).prefix(16)
    name = (isSecure ? "__Host-" : "") + "weir-connect-\(key)"
    self.isSecure = isSecure
  }

  /// The `Set-Cookie` header that keeps `nonce` until the consent lapses.
  /// - Parameter lifetime: in seconds.
  package func set(_ nonce: Secret, lifetime: Int) -> String {
    "\(name)=\(nonce.revealed); Path=/; Max-Age=\(lifetime); \(attributes)"
  }

  /// The `Set-Cookie` header that takes it away.
  package var clear: String { "\(name)=; Path=/; Max-Age=0; \(attributes)" }

  /// The nonce in a `Cookie` header.
  package func value(in header: String?) -> Secret? {
    for pair in (header ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name, !parts[1].isEmpty else { continue }
      return Secret(String(parts[1]))
    }
    return nil
  }

  // Lax: it has to come along when the service sends the browser back.
  private var attributes: String { "HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") }
}
