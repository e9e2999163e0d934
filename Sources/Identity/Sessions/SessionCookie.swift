package import Core

/// A cookie of ours as it goes over the wire.
///
/// Over TLS the name carries the `__Host-` prefix, so that neither another host nor plain HTTP can set it (RFC 6265bis,
/// section 4.1.3.2); on a loopback address without TLS browsers would refuse that prefix.
package struct SessionCookie: Sendable {
  private let baseName: String
  private let isSecure: Bool

  /// The cookie that says who is signed in.
  package static func session(_ settings: IdentitySettings) -> SessionCookie {
    SessionCookie(baseName: "weir", isSecure: settings.isSecure)
  }

  /// The cookie that ties the sign-in form to a browser that isn't signed in.
  package static func form(_ settings: IdentitySettings) -> SessionCookie {
    SessionCookie(baseName: "weir-form", isSecure: settings.isSecure)
  }

  /// The name on the wire.
  package var name: String { isSecure ? "__Host-\(baseName)" : baseName }

  /// The `Set-Cookie` header that keeps `token` until the browser is closed.
  package func set(_ token: Secret) -> String {
    "\(name)=\(token.revealed); Path=/; HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
  }

  /// The `Set-Cookie` header that takes it away.
  package var clear: String {
    "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
  }

  /// The value in a `Cookie` header.
  /// - Returns: `nil` when it isn't there, or there twice with different values, as when somebody tries to slip in one.
  package func value(in header: String?) -> String? {
    let values = (header ?? "").split(separator: ";").compactMap { pair -> String? in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { return nil }
      return String(parts[1])
    }
    guard let first = values.first, !first.isEmpty, values.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
