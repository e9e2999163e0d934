/// What an action gets from whoever runs it, besides its input.
package struct ActionContext: Sendable {
  /// The same at every try of one step, and at no other step.
  package let idempotencyKey: String
  package let checkpoint: Checkpoint
  /// Told how far a long action is; the unit is the action's own (bytes for files).
  package let progress: @Sendable (_ done: Int64, _ total: Int64?) async -> Void

  package init(
    idempotencyKey: String, checkpoint: Checkpoint = .none,
    progress: @escaping @Sendable (_ done: Int64, _ total: Int64?) async -> Void = { _, _ in }
  ) {
    self.idempotencyKey = idempotencyKey
    self.checkpoint = checkpoint
    self.progress = progress
  }
}
