import Connections
import Core
import Egress

/// What a request of a connection counts against, wherever it is made: in a request of the connector's file, in an action
/// in code, or where a file of the connection is read.
struct BudgetedService: Sendable {
  let connector: ConnectorDefinition
  /// `nil` for connectors that need none.
  let connection: Connection?
  let budget: ConnectionBudget
  let effects: Effects

  /// Waits for a turn, sends, and says how it went. The place is given back once the head of the answer is there.
  func pass<Value>(
    _ send: () async throws -> Value, outcome: (Value) -> ConnectionBudget.Outcome
  ) async throws -> Value {
    let permit = try await budget.acquire(
      ConnectionBudget.Request(
        connection: connection?.id, connector: connector.id,
        budget: connector.budget.lowered(by: connection?.settings ?? [:])))
    do {
      let value = try await send()
      await permit.report(outcome(value))
      return value
    } catch {
      await permit.report(ConnectionBudget.Outcome(status: nil))
      throw error
    }
  }

  /// The addresses of the service: the endpoint, and the further hosts that the connector's file names.
  func isOurs(_ url: String) -> Bool {
    guard let origin = Origin(url) else { return false }
    let scope = TemplateScope(input: .null, settings: connector.settings(of: connection))
    let further = connector.endpoint.hosts.compactMap { try? $0.value.text(in: scope) }
    return ([endpoint] + further).contains { Origin($0) == origin }
  }

  /// The address that paths are added to.
  var endpoint: String { connection?.endpoint ?? connector.endpoint.standard }
}

extension Outbound {
  /// The same way out, on which requests to a connection's service keep to its budget. Others are nobody's business here.
  func keeping(to service: BudgetedService) -> Outbound {
    guard service.connection != nil else { return self }
    return Outbound { request in
      guard service.isOurs(request.url) else { return try await send(request) }
      return try await service.pass {
        try await send(request)
      } outcome: { response in
        RateReport.outcome(
          status: response.status, response.headers, rules: service.connector.budget.headers, now: service.effects.now()
        )
      }
    }
  }
}
