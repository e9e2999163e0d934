package import Core
import Foundation

/// Where mail is handed in.
package struct MailServer: Sendable {
  /// How the connection is protected.
  package enum Protection: Sendable, Hashable {
    /// TLS from the first byte, as on port 465.
    case tls
    /// Plain until `STARTTLS`, which the server must offer, as on port 587.
    case startTLS
    /// Never: for a server on this machine.
    case none
  }

  package let host: String
  package let port: Int
  package let protection: Protection
  package let userName: String?
  package let password: Secret?

  package init(host: String, port: Int, protection: Protection, userName: String? = nil, password: Secret? = nil) {
    self.host = host
    self.port = port
    self.protection = protection
    self.userName = userName
    self.password = password
  }

  /// Reads `smtps://user:password@host:465`, or `smtp://…:587`, which must offer STARTTLS unless `?tls=none` is added.
  /// - Returns: `nil` when `url` isn't one.
  package init?(url: String) {
    guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
      let scheme = parts.scheme?.lowercased(), ["smtp", "smtps"].contains(scheme)
    else { return nil }
    let isBare = parts.queryItems?.contains { $0.name == "tls" && $0.value == "none" } ?? false
    self.init(
      host: host, port: parts.port ?? (scheme == "smtps" ? 465 : 587),
      protection: scheme == "smtps" ? .tls : isBare ? .none : .startTLS, userName: parts.user,
      password: parts.password.map { Secret($0) })
  }
}
