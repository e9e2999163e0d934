/// How a flow's address takes calls: what they must prove, how a repeated one is known, and what is answered.
package struct WebhookTrigger: Sendable, Hashable {
  /// The sender whose rules are meant; `nil` when the author wrote them.
  package let preset: WebhookPreset?
  package let proof: WebhookProof
  /// Where the sender's identifier of the event stands: all of these together; empty when there is none. A second
  /// delivery of an event starts nothing.
  package let eventID: [EventIDPlace]
  package let reply: Reply
  package let body: BodyForm
  /// The types of CloudEvents that start runs; empty for all.
  package let events: Set<String>

  package init(
    preset: WebhookPreset? = nil, proof: WebhookProof = .none, eventID: [EventIDPlace] = [], reply: Reply = .accepted,
    body: BodyForm = .large, events: Set<String> = []
  ) {
    self.preset = preset
    self.proof = proof
    self.eventID = eventID
    self.reply = reply
    self.body = body
    self.events = events
  }

  /// Where an event's identifier stands.
  package enum EventIDPlace: Sendable, Hashable {
    /// Its name, in lower case.
    case header(String)
    /// A member of the JSON body, as a path of names: `data.object.id`.
    case member(String)
  }

  /// What the caller hears.
  package enum Reply: Sendable, Hashable {
    /// 202 as soon as the run is on disk.
    case accepted
    /// 200 as soon as the runs are on disk, with all of them: a call may carry many events.
    case cloudEvents
    /// What the run's `respond` says; when it takes longer than `timeout`, what `late` says. The run goes on.
    case response(timeout: Duration, late: LateReply)
  }

  /// What a caller hears who waits for a response that doesn't come in time.
  package enum LateReply: String, Sendable, Hashable, CaseIterable {
    /// 202, since the call is kept and the run goes on.
    case accepted
    /// 504, for senders that take 202 for done.
    case timeout
  }

  /// Whether a body becomes a value or a file.
  package enum BodyForm: String, Sendable, Hashable, CaseIterable {
    /// A file when it is larger than ``Webhooks/maximumBody``.
    case large
    /// Always a file.
    case always
    /// Never a file: a larger body is refused.
    case never
  }
}

/// How a caller proves to be the one who may call. Secrets stand in the flow's webhook settings, not in its document.
package enum WebhookProof: Sendable, Hashable {
  /// The unguessable address is proof enough.
  case none
  /// A key in a header, by its name in lower case.
  case keyHeader(String)
  /// A key in the query.
  case keyQuery(String)
  /// `Authorization: Bearer …`
  case bearer
  case signature(WebhookSignature)
}
