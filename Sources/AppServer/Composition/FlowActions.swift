import Connections
import Connectors
import Core
import Flows
import Identity

/// Makes the catalogue's actions steps of flows: Flows knows no connector, Connectors knows no flow.
struct FlowActions: Sendable {
  let catalogue: ConnectorCatalogue
  let runtime: ConnectorRuntime
  let connections: Connections

  /// Every action of every connector.
  var registry: ActionRegistry {
    ActionRegistry(
      catalogue.actions.map { action in
        RegisteredAction(
          name: action.reference.description, title: action.title, inputSchema: action.inputSchema,
          outputSchema: action.outputSchema, needsConnection: action.needsConnection,
          run: { call async throws(StepFailure) in
            try await run(action.reference, call, needsConnection: action.needsConnection)
          })
      })
  }

  private func run(_ action: ActionReference, _ call: ActionCall, needsConnection: Bool) async throws(StepFailure)
    -> JSONValue
  {
    let connection = needsConnection ? try await connection(call, for: action) : nil
    let context = ActionContext(
      idempotencyKey: call.idempotencyKey,
      checkpoint: Checkpoint(load: call.checkpoint.load, save: call.checkpoint.save),
      progress: { done, total in call.progress(done, total) })
    do {
      return try await ConnectionUse.$current.withValue(.flow(call.flow.description)) {
        try await runtime.run(action, connection: connection, input: call.input, context: context)
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
      guard connection.connector == action.connector.description else {
        throw ConnectionError.unknownConnector(
          "\(action.connector) (the connection \"\(connection.name)\" is one of \(connection.connector))")
      }
      return connection.id
    } catch let error as any CodedError {
      throw StepFailure(error)
    } catch {
      throw StepFailure(code: "connection_unreadable", message: "The connection can't be read.", retry: .backOff)
    }
  }
}

extension StepFailure {
  fileprivate init(_ error: ActionError) {
    let retry: Retry =
      switch error.retry {
      case .never: .never
      case .backOff: .backOff
      case .after(let wait): .after(wait)
      }
    self.init(code: error.code, message: error.message, advice: error.advice, retry: retry, details: error.details)
  }
}
