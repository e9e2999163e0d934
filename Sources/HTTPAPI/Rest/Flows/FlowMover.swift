package import Connectors
package import Core
package import Flows
package import Identity

/// Moves the steps of flows to a newer version of a connector, as its file says. What runs is touched only when asked for,
/// and when nothing is left for a person to look at.
package struct FlowMover: Sendable {
  private let flows: Flows
  private let shelf: CatalogueShelf

  package init(flows: Flows, shelf: CatalogueShelf) {
    self.flows = flows
    self.shelf = shelf
  }

  /// What moving changes about one flow.
  package struct Move: Sendable {
    package let flow: Flow
    package let document: JSONValue
    package let changes: [FlowMigration.Change]
    /// What keeps the moved flow from running.
    package let problems: [FlowProblem]
    /// The draft it was made of; `nil` when it was made of the published version.
    package let draft: FlowDraft?
    /// What became of it.
    package var outcome = Outcome.unchanged

    /// Whether a person must look at something before it runs.
    package var needsAttention: Bool { changes.contains(where: \.needsAttention) || !problems.isEmpty }
  }

  /// How far a flow was moved.
  package enum Outcome: String, Sendable, Hashable {
    /// Nothing was kept.
    case unchanged
    /// The change is the flow's draft.
    case draft
    case published
  }

  /// Says what moving would change, and keeps nothing.
  /// - Parameter id: the version to move to. Steps of all older versions of the connector count.
  /// - Throws: ``ConnectorLookupError``, what `Flows` throws.
  package func preview(_ flow: FlowID, to id: String, as principal: Principal) async throws -> Move {
    guard let connector = shelf.current.connector(named: id) else { throw ConnectorLookupError.connector(id) }
    let found = try await flows.flow(flow, as: principal)
    let draft = try await draft(of: flow, as: principal)
    let document = if let draft { draft.document } else { try await flows.version(of: flow, as: principal).document }
    var (moved, changes) = (document, [FlowMigration.Change]())
    let older = shelf.current.connectors.map(\.id).filter { $0.name == connector.id.name && $0 < connector.id }
    for old in Set(connector.migrations.map(\.from) + older).sorted() {
      let result = FlowMigration(to: connector).migrate(moved, from: old)
      moved = result.document
      changes += result.changes
    }
    let problems = try await flows.validate(moved, in: found.team, as: principal)
    return Move(flow: found, document: moved, changes: changes, problems: problems, draft: draft)
  }

  /// Moves a flow: its draft is changed, or made.
  /// - Parameter publishes: whether to publish at once when nothing needs a person's eye and nobody had begun a draft.
  package func move(
    _ flow: FlowID, to id: String, publishes: Bool, as principal: Principal
  ) async throws -> Move {
    var move = try await preview(flow, to: id, as: principal)
    guard !move.changes.isEmpty else { return move }
    let draft = try await flows.saveDraft(
      of: flow, move.document, revision: move.draft?.revision ?? 0, as: principal)
    move.outcome = .draft
    guard publishes, !move.needsAttention, move.draft == nil else { return move }
    _ = try await flows.publish(flow, draft: draft.revision, note: "Moved to \(id)", as: principal)
    move.outcome = .published
    return move
  }

  private func draft(of flow: FlowID, as principal: Principal) async throws -> FlowDraft? {
    do {
      return try await flows.draft(of: flow, as: principal)
    } catch FlowError.noDraft {
      return nil
    }
  }
}

extension FlowMover.Move {
  /// As the API and the command line answer it.
  package var json: JSONValue {
    [
      "flow": JSONValue(flow.id), "name": .string(flow.name), "outcome": .string(outcome.rawValue),
      "changes": .array(
        changes.map {
          ["path": .string($0.path), "text": .string($0.text), "needsAttention": .bool($0.needsAttention)]
        }),
      "needsAttention": .bool(needsAttention), "problems": .array(problems.map(\.json)),
    ]
  }
}
