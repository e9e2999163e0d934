/// How a sender signs its webhooks: HMAC-SHA256 over the raw body.
package struct WebhookSignature: Sendable, Hashable {
  /// How the signature is written.
  package enum Encoding: String, Sendable, Hashable, CaseIterable {
    case hex
    case base64
  }

  /// The header that holds the signature.
  package let header: String
  /// What stands before the signature in its header, as `sha256=`.
  package let prefix: String
  package let encoding: Encoding
  /// The header with the time of sending in seconds since 1970. When given, what is signed is the time, a full stop and
  /// the body, and the time may be off by ``tolerance``.
  package let timestampHeader: String?
  package let tolerance: Duration
}
