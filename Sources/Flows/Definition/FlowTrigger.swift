/// What starts a flow by itself.
package enum FlowTrigger: Sendable, Hashable {
  /// A person or a program starts it, with an input.
  case manual
  case webhook(WebhookTrigger)
  case schedule(ScheduleTrigger)

  /// The word for it in documents, runs and lists.
  package var kindName: String {
    switch self {
    case .manual: "manual"
    case .webhook: "webhook"
    case .schedule: "schedule"
    }
  }
}

/// What a webhook must prove, and how a repeated delivery is known.
package struct WebhookTrigger: Sendable, Hashable {
  /// How the sender signs; `nil` when the unguessable address is proof enough.
  package let signature: WebhookSignature?
  /// Where the sender's identifier of the event stands; a second delivery of it starts nothing.
  package let eventID: EventIDPlace?

  /// Where an event's identifier stands.
  package enum EventIDPlace: Sendable, Hashable {
    case header(String)
    /// A member of the JSON body.
    case member(String)
  }
}

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
