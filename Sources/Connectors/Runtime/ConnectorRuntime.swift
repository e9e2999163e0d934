package import Connections
package import Core
package import Egress

/// Runs the actions of connectors.
///
/// ```swift
/// let output = try await runtime.run(
///   ActionReference("mediavaletConnector-v1.0/createCategory")!, connection: id, input: ["name": "2026"],
///   context: ActionContext(idempotencyKey: "run-17/step-3"))
/// ```
package struct ConnectorRuntime: Sendable {
  /// Where it looks connectors up.
  let shelf: CatalogueShelf
  let access: ConnectionAccess
  let outbound: Outbound
  /// Opens what file handles mean.
  package let files: FileSources
  let answers: AnswerStore?
  let coded: [String: CodedAction]
  let effects: Effects
  let budget: ConnectionBudget
  let lent = LentTokens()

  /// What it can run now.
  package var catalogue: ConnectorCatalogue { shelf.current }

  /// - Parameters:
  ///   - shelf: the catalogue, which may grow while the program runs.
  ///   - access: proves connections to their services.
  ///   - files: opens what file handles mean.
  ///   - answers: where the bytes of answers that are files go.
  ///   - coded: the actions that aren't requests, from every connector.
  ///   - budget: lets requests out; counts in this process when left out.
  package init(
    shelf: CatalogueShelf, access: ConnectionAccess, outbound: Outbound, files: FileSources,
    answers: AnswerStore? = nil, coded: [CodedAction], effects: Effects, budget: ConnectionBudget? = nil
  ) {
    self.shelf = shelf
    self.access = access
    self.outbound = outbound
    let byName = Dictionary(coded.map { ($0.name, $0) }, uniquingKeysWith: { _, later in later })
    self.files = files.with(coded: byName.filter { $0.value.open != nil })
    self.answers = answers
    self.coded = byName
    self.effects = effects
    self.budget = budget ?? .local(effects: effects)
  }

  /// With a catalogue that stays as it is.
  package init(
    catalogue: ConnectorCatalogue, access: ConnectionAccess, outbound: Outbound, files: FileSources,
    answers: AnswerStore? = nil, coded: [CodedAction], effects: Effects, budget: ConnectionBudget? = nil
  ) {
    self.init(
      shelf: CatalogueShelf(catalogue), access: access, outbound: outbound, files: files, answers: answers,
      coded: coded, effects: effects, budget: budget)
  }

  /// Runs an action to its end.
  ///
  /// Short waits that a service asks for are waited out here; long ones come back as ``ActionError/Retry/after(_:)``.
  /// - Parameters:
  ///   - connection: whose service; `nil` for connectors that need none.
  ///   - input: checked against the action's schema, which also fills in defaults.
  /// - Returns: what the action's output schema describes.
  package func run(
    _ action: ActionReference, connection id: ConnectionID?, input: JSONValue, context: ActionContext
  ) async throws(ActionError) -> JSONValue {
    do {
      let (connector, definition) = try find(action)
      let connection = try await connection(id, for: connector)
      let accepted = try JSONSchema(definition.inputSchema).accept(input)
      return try await perform(definition, of: connector, connection, accepted, context)
    } catch {
      throw ActionError(error)
    }
  }

  /// Runs the connector's check call, which shows whether a connection works.
  /// - Throws: ``ActionError`` when it doesn't.
  package func check(_ id: ConnectionID) async throws(ActionError) {
    do {
      let connection = try await access.connection(id)
      guard let connector = catalogue.connector(named: connection.connector), let check = connector.check else {
        return
      }
      _ = try await run(
        ActionReference(connector: connector.id, action: check), connection: id, input: [:],
        context: ActionContext(idempotencyKey: "check"))
    } catch {
      throw ActionError(error)
    }
  }

  func find(_ action: ActionReference) throws -> (ConnectorDefinition, ActionDefinition) {
    guard let connector = catalogue.connector(action.connector) else {
      let versions = catalogue.connectors.map(\.id).filter { $0.name == action.connector.name }
      throw ActionError(
        code: "unknown_connector", category: .invalid, message: "There is no connector \"\(action.connector)\".",
        advice: versions.isEmpty
          ? "Look at the list of connectors, or import it."
          : "There is \(versions.map(\.description).joined(separator: ", ")); move the step to that version.")
    }
    guard let definition = connector.action(action.action) else {
      throw ActionError(
        code: "unknown_action", category: .invalid,
        message: "\(action.connector) has no action \"\(action.action)\".",
        advice: Similar.names(to: action.action, among: connector.actions.map(\.name)).map {
          "Did you mean \($0.joined(separator: ", "))?"
        } ?? "Look at the connector's list of actions.")
    }
    return (connector, definition)
  }

  func connection(_ id: ConnectionID?, for connector: ConnectorDefinition) async throws -> Connection? {
    guard let id else {
      guard connector.needsConnection else { return nil }
      throw ActionError(
        code: "connection_missing", category: .invalid, message: "\(connector.title) needs a connection.",
        advice: "Choose a connection for the step.")
    }
    let connection = try await access.connection(id)
    guard ConnectorID(connection.connector)?.name == connector.id.name else {
      throw ActionError(
        code: "wrong_connection", category: .invalid,
        message: "\"\(connection.name)\" is a connection of \(connection.connector), not of \(connector.id).",
        advice: "Choose a connection of \(connector.title).")
    }
    return connection
  }
}
