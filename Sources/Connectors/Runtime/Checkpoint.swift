package import Core

/// Where an action keeps what its next try must know, such as the id of what it is about to make.
package struct Checkpoint: Sendable {
  /// What was saved last; `nil` at the first try.
  package let load: @Sendable () async throws -> JSONValue?
  /// Keeps a value in place of the last one; durable when it returns.
  package let save: @Sendable (JSONValue) async throws -> Void

  package init(
    load: @escaping @Sendable () async throws -> JSONValue?, save: @escaping @Sendable (JSONValue) async throws -> Void
  ) {
    self.load = load
    self.save = save
  }

  /// Keeps nothing, for calls that nobody repeats.
  package static let none = Checkpoint(load: { nil }, save: { _ in })
}
