package import Core

/// What an SSH client lets itself in with, and which server it accepts.
package struct SSHCredential: Sendable, Hashable {
  package let userName: String
  /// In OpenSSH's or PEM form; `nil` where a password is used.
  package let privateKey: Secret?
  /// Of the private key, where it has one.
  package let passphrase: Secret?
  package let password: Secret?
  /// The server's own key as in `known_hosts`, without the host: `ssh-ed25519 AAAA…`. Without it nobody is let in.
  package let knownHostKey: String

  package init(
    userName: String, privateKey: Secret? = nil, passphrase: Secret? = nil, password: Secret? = nil,
    knownHostKey: String
  ) {
    self.userName = userName
    self.privateKey = privateKey
    self.passphrase = passphrase
    self.password = password
    self.knownHostKey = knownHostKey
  }
}
