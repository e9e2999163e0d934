import Connections
import Connectors
import Core
import Flows
import Identity

/// Makes the catalogue's actions steps of flows: Flows knows no connector, Connectors knows no flow.
struct FlowActions: Sendable {
  let shelf: CatalogueShelf
  let runtime: ConnectorRuntime
  let connections: Connections
  let files: FileActions
  /// In whose name an action is performed, with the roles that they have now; `nil` when nobody is known.
  let authority: @Sendable (ActionCall) async throws -> Principal?

  /// Every action of every connector, those that are imported later too, and the built-in ones on files.
  var registry: ActionRegistry {
    let kept = KeptActions()
    return ActionRegistry(files.all.map(reaching), imported: { kept.actions(of: shelf) { registered($0) } })
  }

  private func registered(_ action: ActionDescription) -> RegisteredAction {
    let run: @Sendable (ActionCall) async throws(StepFailure) -> JSONValue = { call async throws(StepFailure) in
      try await during(call, action) { connection, context in
        try await runtime.run(action.reference, connection: connection, input: call.input, context: context)
      }
    }
    let page: @Sendable (ActionCall, JSONValue?) async throws(StepFailure) -> ActionPage = {
      call, cursor async throws(StepFailure) in
      let page = try await during(call, action) { connection, context in
        try await runtime.callPage(
          action.reference, connection: connection, input: call.input, cursor: cursor, context: context)
      }
      return ActionPage(items: page.items, next: page.next)
    }
    return RegisteredAction(
      name: action.reference.description, title: action.title, inputSchema: action.inputSchema,
      outputSchema: action.outputSchema, needsConnection: action.needsConnection,
      takesConnection: action.takesConnection, run: run, page: action.isPaged ? page : nil)
  }

  private func during<Value: Sendable>(
    _ call: ActionCall, _ action: ActionDescription,
    _ body: @Sendable (ConnectionID?, ActionContext) async throws -> Value
  ) async throws(StepFailure) -> Value {
    let connection = action.takesConnection ? try await connection(call, for: action.reference) : nil
    let context = ActionContext(
      idempotencyKey: call.idempotencyKey,
      checkpoint: Checkpoint(load: call.checkpoint.load, save: call.checkpoint.save),
      progress: { done, total in call.progress(done, total) })
    do {
      return try await ConnectionUse.$current.withValue(.flow(call.flow.description, run: call.run)) {
        try await ExchangeRecorder.$current.withValue(ExchangeRecorder(call.record)) {
          try await ConnectionReach.$current.withValue(reach(of: call)) { try await body(connection, context) }
        }
      }
    } catch let error as ActionError {
      throw StepFailure(error)
    } catch {
      throw StepFailure(code: "action_failed", message: "The action failed for a reason it doesn't name.")
    }
  }

  /// The connection that the flow names, among those of the flow's own team.
  private func connection(_ call: ActionCall, for action: ActionReference) async throws(StepFailure) -> ConnectionID? {
    guard let reference = call.connection else { return nil }
    do {
      let connection = try await connections.resolve(reference, in: call.team)
      guard ConnectorID(connection.connector)?.name == action.connector.name else {
        throw ConnectionError.unknownConnector(
          "\(action.connector) (the connection \"\(connection.name)\" is one of \(connection.connector))")
      }
      try await requireUse(of: connection, by: call)
      return connection.id
    } catch let error as any CodedError {
      throw StepFailure(error)
    } catch {
      throw StepFailure(code: "connection_unreadable", message: "The connection can't be read.", retry: .backOff)
    }
  }
}

extension ActionCall {
  /// The run that it belongs to, as its key begins with; a trigger that looks for news has none.
  fileprivate var run: String? {
    idempotencyKey.split(separator: "/").first.map(String.init).flatMap { RunID($0)?.description }
  }
}

extension FlowActions {
  /// The connections of the flow's own team that whoever it acts for may use.
  func reach(of call: ActionCall) -> ConnectionReach {
    ConnectionReach { connection in
      guard connection.team == call.team else { throw ConnectionError.notFound }
      try await requireUse(of: connection, by: call)
    }
  }

  /// The same step on files, reading none but those within the flow's reach.
  private func reaching(_ action: RegisteredAction) -> RegisteredAction {
    RegisteredAction(
      name: action.name, title: action.title, inputSchema: action.inputSchema, outputSchema: action.outputSchema,
      needsConnection: action.needsConnection, takesConnection: action.takesConnection,
      run: { call async throws(StepFailure) in
        do {
          return try await ConnectionReach.$current.withValue(reach(of: call)) { try await action.run(call) }
        } catch let failure as StepFailure {
          throw failure
        } catch {
          throw StepFailure(code: "action_failed", message: "The action failed for a reason it doesn't name.")
        }
      })
  }

  /// What was allowed when the flow was saved may not be any more: the rule, or the person's role, may have changed.
  private func requireUse(of connection: Connection, by call: ActionCall) async throws {
    guard connection.use != .team else { return }
    guard let person = try await authority(call),
      connection.use.allows(person.person, role: person.teams[connection.team])
    else { throw ConnectionError.useRefused(name: connection.name) }
  }
}

extension StepFailure {
  /// What a step says, as a flow's failure.
  init(_ error: ActionError) {
    let retry: Retry =
      switch error.retry {
      case .never: .never
      case .backOff: .backOff
      case .after(let wait): error.code == ActionError.budgetSpent ? .rest(wait) : .after(wait)
      }
    self.init(code: error.code, message: error.message, advice: error.advice, retry: retry, details: error.details)
  }
}
