import Connections
import Core
import Egress
import HTTPTypes

/// Talks to one service through one connection: signs requests, keeps to the budget, renews a refused token once, and
/// sends again what may be sent again.
struct ServiceCaller: Sendable {
  let connector: ConnectorDefinition
  /// `nil` for connectors that need none.
  let connection: Connection?
  let access: ConnectionAccess
  let outbound: Outbound
  let gate: RequestGate
  let effects: Effects

  /// The address that paths are added to.
  var endpoint: String { connection?.endpoint ?? connector.endpoint.standard }

  /// The rules by which its answers are read.
  var failures: RequestFailure { RequestFailure(service: connector.title, rules: connector.errors) }

  /// Sends a request until it goes well or can't be sent again.
  /// - Parameters:
  ///   - isRepeatable: whether it may be sent again when nobody knows whether it arrived.
  ///   - attempts: how often it is sent at most; as the connector says when left out.
  /// - Throws: ``ActionError`` for every way to fail, or `CancellationError`.
  func send(_ request: OutboundRequest, isRepeatable: Bool, attempts: Int? = nil) async throws -> Exchange {
    var rules = connector.retry
    rules.attempts = attempts ?? rules.attempts
    var machine = RetryMachine(rules: rules, isRepeatable: isRepeatable)
    while true {
      let decision: RetryMachine.Decision
      let error: (ActionError.Retry) -> ActionError
      do {
        let exchange = try await signed(request)
        guard let failure = failures.failure(of: exchange, retry: .never) else { return exchange }
        if (200..<300).contains(exchange.status) { throw failure }
        let asked = RequestFailure.asked(exchange.headers, now: effects.now())
        decision = machine.failed(.status(exchange.status, asked: asked))
        error = { retry in failures.failure(of: exchange, retry: retry) ?? failure }
      } catch let lost as OutboundError {
        guard lost.category != .invalid, lost.category != .fault else { throw ActionError(lost) }
        decision = machine.failed(.lost(mayHaveArrived: lost.mayHaveReachedPeer))
        error = { retry in ActionError(lost: lost, retry: retry) }
      }
      switch decision {
      case .giveUp(let retry): throw error(retry)
      case .again(let wait): try await effects.sleep(wait)
      }
    }
  }

  /// Sends once, signed; after a 401 that a new token may mend, once more.
  func signed(_ request: OutboundRequest) async throws -> Exchange {
    guard let connection else { return try await pass(request, nil) }
    let authorization = try await access.authorization(for: connection.id)
    let exchange = try await pass(request, authorization)
    guard exchange.status == 401, !failures.isAboutSettings(exchange) else { return exchange }
    let renewed: Authorization
    do {
      renewed = try await access.rejected(connection.id, generation: authorization.generation)
    } catch let error as ConnectionError {
      throw ActionError(error)
    }
    guard renewed.generation != authorization.generation else { return exchange }
    return try await pass(request, renewed)
  }

  private func pass(_ request: OutboundRequest, _ authorization: Authorization?) async throws -> Exchange {
    let key = connection?.id.description ?? connector.id.description
    return try await gate.pass(key, budget: connector.budget) {
      var request = request
      authorization?.apply(to: &request.headers)
      let response = try await outbound.send(request)
      let sent: [UInt8] = if case .bytes(let bytes) = request.body { bytes } else { [] }
      return Exchange(
        method: request.method.rawValue, url: request.url, requestBody: sent, status: response.status,
        headers: response.headers, body: try await response.body.collect(upTo: request.responseLimit),
        secrets: authorization?.secrets ?? [])
    }
  }
}

extension ActionError {
  /// A request without an answer.
  init(lost: OutboundError, retry: Retry) {
    let isUnknown = lost.mayHaveReachedPeer && retry == .never
    self.init(
      code: isUnknown ? "outcome_unknown" : lost.code, category: lost.category, message: lost.message,
      advice: isUnknown ? "Look whether it was done before you run it again." : lost.advice, retry: retry)
  }
}
