package import Core

/// What whoever started a server wants to know.
package enum ServerEvent: Sendable {
  /// The data folder was new: this is the only time the password is told.
  case firstAdministrator(userName: String, password: Secret)
  /// It answers. `fingerprint` and `certificate` (a path) are `nil` without TLS.
  case ready(url: String, fingerprint: String?, certificate: String?)
  /// It has finished what was in hand.
  case stopped
}
