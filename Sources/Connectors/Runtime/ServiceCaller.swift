import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// Talks to one service through one connection: signs requests, keeps to the budget, renews a refused token once, and
/// sends again what may be sent again.
struct ServiceCaller: Sendable {
  let connector: ConnectorDefinition
  /// `nil` for connectors that need none.
  let connection: Connection?
  let access: ConnectionAccess
  let outbound: Outbound
  let budget: ConnectionBudget
  let effects: Effects
  /// How requests are proved where the service has a way of its own.
  var prove: (@Sendable (Authorization, inout OutboundRequest) throws -> Void)?
  /// The proof that the connection's own gives for a request, see ``lending(_:_:)``; `nil` where it is its own.
  var lent: (@Sendable (Authorization) async throws -> Authorization?)?

  /// The address that paths are added to.
  var endpoint: String { service.endpoint }

  /// The rules by which its answers are read.
  var failures: RequestFailure { RequestFailure(service: connector.title, rules: connector.errors) }

  /// How one request is sent and its answer read.
  struct Manner: Sendable {
    /// Whether it may be sent again when nobody knows whether it arrived.
    var isRepeatable: Bool
    /// How often it is sent at most; as the connector says when left out.
    var attempts: Int?
    /// What must hold for the answer, besides what the connector says.
    var checks: [ResponseCheck] = []
    /// Statuses that count as a success besides 2xx.
    var accepted: Set<Int> = []
    /// Whether the body of a success is handed on unread, in ``Exchange/stream``.
    var isStreamed = false
    /// How the answer becomes JSON; as the connector says when left out.
    var form: AnswerForm?
    /// Whether it goes where redirects lead, for files that lie elsewhere.
    var followsRedirects = false
  }

  /// Sends a request until it goes well or can't be sent again.
  /// - Throws: ``ActionError`` for every way to fail, or `CancellationError`.
  func send(_ request: OutboundRequest, _ manner: Manner) async throws -> Exchange {
    var rules = connector.retry
    rules.attempts = manner.attempts ?? rules.attempts
    var machine = RetryMachine(rules: rules, isRepeatable: manner.isRepeatable)
    while true {
      let decision: RetryMachine.Decision
      let error: (ActionError.Retry) -> ActionError
      do {
        let exchange = try await followed(request, manner)
        if accepts(exchange, manner.accepted) { return exchange }
        guard let failure = failures.failure(of: exchange, checks: manner.checks, retry: .never) else {
          return exchange
        }
        let status = failures.effectiveStatus(of: exchange)
        if (200..<300).contains(status) { throw failure }
        decision = machine.failed(.status(status, asked: asked(exchange)))
        error = { retry in failures.failure(of: exchange, checks: manner.checks, retry: retry) ?? failure }
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

  /// Whether an answer has one of these statuses, or means the same as one of them.
  func accepts(_ exchange: Exchange, _ accepted: Set<Int>) -> Bool {
    !accepted.isEmpty
      && (accepted.contains(exchange.status) || accepted.contains(failures.effectiveStatus(of: exchange)))
  }

  /// Sends once, and goes where redirects lead: another host is given neither credentials nor the request's own headers.
  private func followed(_ request: OutboundRequest, _ manner: Manner) async throws -> Exchange {
    var exchange = try await signed(request, isStreamed: manner.isStreamed, form: manner.form)
    guard manner.followsRedirects, request.method == .get else { return exchange }
    var request = request
    for _ in 0..<Redirect.most {
      guard let target = Redirect.target(of: exchange.status, exchange.headers, from: request.url) else { break }
      request = Redirect.request(to: target, after: request)
      exchange = try await signed(request, isStreamed: manner.isStreamed, form: manner.form)
    }
    return exchange
  }

  private func asked(_ exchange: Exchange) -> Duration? {
    RateReport.outcome(
      status: failures.effectiveStatus(of: exchange), exchange.headers, rules: connector.budget.headers,
      now: effects.now()
    ).retryAfter
  }

  /// Sends once, signed; after a refusal that a new token may mend, once more.
  func signed(
    _ request: OutboundRequest, isStreamed: Bool = false, form: AnswerForm? = nil
  ) async throws -> Exchange {
    let form = form ?? connector.answers
    guard let connection, isOurs(request.url) else { return try await pass(request, nil, isStreamed, form) }
    let authorization = try await access.authorization(for: connection.id)
    let exchange = try await pass(request, authorization, isStreamed, form)
    guard failures.isAboutToken(exchange) else { return exchange }
    // A body that is read once can't be sent again: the run's next try makes a new one, with the new token.
    let renewed: Authorization
    do {
      renewed = try await access.rejected(connection.id, generation: authorization.generation)
    } catch let error as ConnectionError {
      throw ActionError(error)
    }
    guard renewed.generation != authorization.generation else { return exchange }
    if case .stream = request.body {
      throw ActionError(
        code: "token_renewed", category: .unavailable,
        message: "\(connector.title) refused the token while a file was sent; it is renewed now.", retry: .backOff)
    }
    return try await pass(request, renewed, isStreamed, form)
  }

  /// Sends once, signed, and hands on the answer as it is: the body of a success unread.
  func response(to request: OutboundRequest) async throws -> OutboundResponse {
    let exchange = try await signed(request, isStreamed: true)
    return OutboundResponse(
      status: exchange.status, headers: exchange.headers, body: exchange.stream ?? ByteStream(exchange.body))
  }

  /// Whether an address is at the connection's own service, so that credentials may go there.
  func isOurs(_ url: String) -> Bool { service.isOurs(url) }

  private var service: BudgetedService {
    BudgetedService(connector: connector, connection: connection, budget: budget, effects: effects)
  }

  private func pass(
    _ request: OutboundRequest, _ authorization: Authorization?, _ isStreamed: Bool, _ form: AnswerForm
  ) async throws -> Exchange {
    try await service.pass {
      try await exchange(request, authorization, isStreamed, form)
    } outcome: { exchange in
      RateReport.outcome(
        status: exchange.status, exchange.headers, rules: connector.budget.headers, now: effects.now())
    }
  }

  private func exchange(
    _ request: OutboundRequest, _ authorization: Authorization?, _ isStreamed: Bool, _ form: AnswerForm
  ) async throws -> Exchange {
    var request = request
    var secrets = authorization?.secrets ?? []
    if let authorization {
      let proof = try await lent?(authorization) ?? authorization
      secrets += proof.secrets
      if let prove { try prove(proof, &request) } else { try proof.prove(&request, effects: effects) }
    }
    let began = effects.now()
    let response = try await outbound.send(request)
    let sent: [UInt8] = if case .bytes(let bytes) = request.body { bytes } else { [] }
    let isHandedOn = isStreamed && response.isSuccess
    let body = isHandedOn ? [] : try await response.body.collect(upTo: request.responseLimit)
    let exchange = Exchange(
      method: request.method.rawValue, url: request.url, requestBody: sent, status: response.status,
      headers: response.headers, body: body, secrets: secrets,
      stream: isHandedOn ? response.body : nil, form: form)
    if let recorder = ExchangeRecorder.current {
      recorder.add(exchange.record, took: .seconds(effects.now().timeIntervalSince(began)))
    }
    return exchange
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
