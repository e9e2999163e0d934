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
  /// What it can run.
  package let catalogue: ConnectorCatalogue
  let access: ConnectionAccess
  let outbound: Outbound
  let files: FileSources
  let coded: [String: CodedAction]
  let effects: Effects
  let gate: RequestGate

  /// - Parameters:
  ///   - access: proves connections to their services.
  ///   - files: opens what file handles mean.
  ///   - coded: the actions that aren't requests, from every connector.
  package init(
    catalogue: ConnectorCatalogue, access: ConnectionAccess, outbound: Outbound, files: FileSources,
    coded: [CodedAction], effects: Effects
  ) {
    self.catalogue = catalogue
    self.access = access
    self.outbound = outbound
    self.files = files
    self.coded = Dictionary(coded.map { ($0.name, $0) }, uniquingKeysWith: { _, later in later })
    self.effects = effects
    gate = RequestGate(effects: effects)
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

  private func find(_ action: ActionReference) throws -> (ConnectorDefinition, ActionDefinition) {
    guard let connector = catalogue.connector(action.connector) else {
      throw ActionError(
        code: "unknown_connector", category: .invalid, message: "There is no connector \"\(action.connector)\".",
        advice: "Known are \(catalogue.connectors.map(\.id.description).joined(separator: ", ")).")
    }
    guard let definition = connector.action(action.action) else {
      throw ActionError(
        code: "unknown_action", category: .invalid,
        message: "\(action.connector) has no action \"\(action.action)\".",
        advice: "It has \(connector.actions.map(\.name).joined(separator: ", ")).")
    }
    return (connector, definition)
  }

  private func connection(_ id: ConnectionID?, for connector: ConnectorDefinition) async throws -> Connection? {
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

  private func perform(
    _ action: ActionDefinition, of connector: ConnectorDefinition, _ connection: Connection?, _ input: JSONValue,
    _ context: ActionContext
  ) async throws -> JSONValue {
    let settings = connector.settings(of: connection)
    switch action.work {
    case .code(let name):
      guard let code = coded[name] else {
        throw ActionError(
          code: "action_unavailable", category: .invalid, message: "This program doesn't bring \"\(name)\" along.",
          advice: "Use a version of Weir that does.")
      }
      return try await code.run(
        CodedAction.Call(
          input: input, connection: connection, settings: settings, files: files, context: context, access: access,
          outbound: outbound, effects: effects, endpoint: connection?.endpoint ?? connector.endpoint.standard))
    case .request(let request):
      let caller = ServiceCaller(
        connector: connector, connection: connection, access: access, outbound: outbound, gate: gate, effects: effects)
      let scope = TemplateScope(
        input: input, settings: settings, run: StepIdentity(key: context.idempotencyKey).templateValues)
      return try await RequestAction(
        request: request, output: action.output, caller: caller, files: files, context: context
      ).run(in: scope)
    }
  }
}
