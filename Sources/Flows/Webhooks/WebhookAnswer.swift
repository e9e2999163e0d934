/// What became of a call. Whatever it says is on disk.
package enum WebhookAnswer: Sendable, Hashable {
  /// It started runs, now or when it came before; at least one.
  case started([WebhookReceipt], WebhookTrigger.Reply)
  /// It asked something that is answered with this text: the challenge of a set-up.
  case text(String)
  /// A sender that wants to know whether its CloudEvents are welcome; they are, from this origin.
  case handshake(origin: String, rate: String?)
  /// It was understood and starts nothing.
  case ignored(reason: String)
}

/// A run that a call started.
package struct WebhookReceipt: Sendable, Hashable {
  package let run: RunID
  /// Whether this event had come before, and started ``run`` then.
  package let isRepeat: Bool
}
