package import Identity

/// What uses connections by itself, by id and name, as far as somebody may know of it.
package struct AuditUsers: Sendable {
  /// Flows.
  package var flows: @Sendable (Principal) async throws -> [(id: String, name: String)]
  /// Sources.
  package var sources: @Sendable (Principal) async throws -> [(id: String, name: String)]

  package init(
    flows: @escaping @Sendable (Principal) async throws -> [(id: String, name: String)],
    sources: @escaping @Sendable (Principal) async throws -> [(id: String, name: String)]
  ) {
    self.flows = flows
    self.sources = sources
  }
}
