/// What an operator decides about connections outward.
package struct OutboundSettings: Sendable {
  package var rules: AddressRules
  /// How long resolving a name, and opening a connection, may take.
  package var connectTimeout: Duration
  /// How long a peer may stay silent in the middle of an exchange.
  package var idleTimeout: Duration
  /// PEM files with certificates that are trusted besides the system's, as that of one's own authority.
  package var trustedCertificates: [String]
  /// What Weir calls itself in `User-Agent`.
  package var userAgent: String

  package init(
    rules: AddressRules = AddressRules(), connectTimeout: Duration = .seconds(10),
    idleTimeout: Duration = .seconds(120),
    trustedCertificates: [String] = [], userAgent: String = "Weir"
  ) {
    self.rules = rules
    self.connectTimeout = connectTimeout
    self.idleTimeout = idleTimeout
    self.trustedCertificates = trustedCertificates
    self.userAgent = userAgent
  }
}
