/// What this room asks of rooms that stand beside it; filled in where the program is put together.
package struct ConnectionHooks: Sendable {
  /// What uses a connection, in words for people: `flow "Folder to library"`. Empty when nothing does.
  package var usage: @Sendable (Connection) async throws -> [String]
  /// Makes the connector's check call.
  /// - Returns: what was found, in one sentence.
  package var check: @Sendable (Connection) async throws -> String

  package init(
    usage: @escaping @Sendable (Connection) async throws -> [String] = { _ in [] },
    check: @escaping @Sendable (Connection) async throws -> String = { _ in "There is no check for this connector." }
  ) {
    self.usage = usage
    self.check = check
  }

  /// Lets another room say what it uses connections for. What anybody uses can't be deleted.
  package mutating func addUsage(_ more: @escaping @Sendable (Connection) async throws -> [String]) {
    let known = usage
    usage = { try await known($0) + more($0) }
  }
}

/// What the test button found.
package struct CheckOutcome: Sendable, Hashable {
  package let isWorking: Bool
  package let health: ConnectionHealth
  /// For people.
  package let message: String
  package let advice: String?
}
