/// What a webhook must prove, how a repeated delivery is known, and how it is answered.
package struct WebhookTrigger: Sendable, Hashable {
  /// Senders whose way of signing and numbering is known.
  package enum Preset: String, Sendable, Hashable, CaseIterable {
    case github, stripe, slack, shopify, box, dropbox, meta
  }

  /// Where an event's identifier stands.
  package enum EventIDPlace: Sendable, Hashable {
    case header(String)
    /// A member of the JSON body.
    case member(String)
  }

  /// Where the key stands that the sender shows.
  package enum KeyPlace: Sendable, Hashable {
    case header(String)
    /// A parameter of the address.
    case query(String)
  }

  /// What the sender hears.
  package enum Reply: String, Sendable, Hashable, CaseIterable {
    /// 202 as soon as the run is on disk.
    case accepted
    /// What the flow's `respond` step gives.
    case response
  }

  /// When the body goes to a file instead of into the payload.
  package enum BodyToFile: String, Sendable, Hashable, CaseIterable {
    case always
    case large
  }

  package let preset: Preset?
  /// How the sender signs; `nil` when it doesn't, or when the preset says it.
  package let signature: WebhookSignature?
  /// The sender shows the secret here.
  package let key: KeyPlace?
  /// The sender shows the secret as a bearer token.
  package let isBearer: Bool
  /// Where the sender's identifier of the event stands; a second delivery of it starts nothing.
  package let eventID: EventIDPlace?
  package let reply: Reply
  /// How long the sender waits for ``Reply/response``.
  package let replyTimeout: Duration
  /// `nil` refuses bodies that are too large.
  package let bodyToFile: BodyToFile?

  package init(
    preset: Preset? = nil, signature: WebhookSignature? = nil, key: KeyPlace? = nil, isBearer: Bool = false,
    eventID: EventIDPlace? = nil, reply: Reply = .accepted, replyTimeout: Duration = .seconds(30),
    bodyToFile: BodyToFile? = nil
  ) {
    self.preset = preset
    self.signature = signature
    self.key = key
    self.isBearer = isBearer
    self.eventID = eventID
    self.reply = reply
    self.replyTimeout = replyTimeout
    self.bodyToFile = bodyToFile
  }
}
