/// What isn't secret of an access key; the rest are the secrets `secret_access_key` and `session_token`.
package struct AWSSettings: Sendable, Hashable {
  package var accessKeyID: String
  package var region: String
  /// As it stands in signatures: `s3`.
  package var service: String

  package init(accessKeyID: String, region: String, service: String = "s3") {
    self.accessKeyID = accessKeyID
    self.region = region
    self.service = service
  }
}

/// What isn't secret of a log-in by SSH; the rest are the secrets `private_key`, `passphrase` and `password`.
package struct SSHSettings: Sendable, Hashable {
  package var userName: String
  /// The server's own key as in `known_hosts`, without the host: `ssh-ed25519 AAAA…`.
  package var knownHostKey: String

  package init(userName: String, knownHostKey: String) {
    self.userName = userName
    self.knownHostKey = knownHostKey
  }
}
