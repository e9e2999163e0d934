import Core
import Egress
import Foundation
import HTTPTypes
import Logging
import Persistence

/// Gives grants back at services: at once when a connection is deleted, and later when a service was away then.
struct Revoker: Sendable {
  let store: any Store
  let effects: Effects
  let sealer: Sealer
  let outbound: Outbound
  let clients: OAuthClients
  let logger: Logger

  private static let timeout = Duration.seconds(15)
  /// How long nobody else tries while one does, in seconds.
  private static let claimTime: TimeInterval = 120
  private static let mostTries = 12

  /// What there is to give back of a connection, sealed anew for a row of its own.
  /// - Returns: `nil` when there is no token, or the service has no way to give it back.
  func prepare(_ row: TokenRow) async -> PendingRevocation? {
    let connection = row.connection
    guard let rule = clients.directory.find(connection.connector)?.guide.revocation,
      let token = try? token(row, for: rule.style)
    else { return nil }
    // A client that is no longer configured is no reason to keep the token: some services don't ask for one.
    let client = try? await clients.client(for: connection, secrets: row.secrets)
    let values: JSONValue = [
      "token": .string(token), "clientId": JSONValue(client?.id), "clientSecret": JSONValue(client?.secret?.revealed),
    ]
    let id = effects.token(bytes: 12)
    guard let sealed = try? sealer.seal(values.encoded(), PendingRevocation.context(id)) else { return nil }
    return PendingRevocation(
      id: id, connection: connection.id, name: connection.name, team: connection.team, rule: rule, sealed: sealed,
      tries: 0)
  }

  /// When a prepared one is tried again if this process dies before it is done.
  var firstDue: Date { effects.now() + Self.claimTime }

  /// Asks the service, and writes down what became of it.
  func perform(_ pending: PendingRevocation) async -> RevocationOutcome {
    let outcome = await ask(pending)
    let now = effects.now()
    do {
      try await store.write { session in
        switch outcome {
        case .later(let reason):
          guard pending.tries + 1 < Self.mostTries else {
            try pending.remove(in: session)
            return try note("connection.revocation_given_up", pending, reason, now, session)
          }
          try pending.postpone(until: now + min(21_600, 60 * pow(2, Double(pending.tries))), in: session)
          if pending.tries == 0 { try note("connection.revocation_delayed", pending, reason, now, session) }
        case .refused(let reason):
          try pending.remove(in: session)
          try note("connection.revocation_refused", pending, reason, now, session)
        case .revoked, .none:
          try pending.remove(in: session)
          try note("connection.revoked", pending, nil, now, session)
        }
      }
    } catch {
      // The row is still there, and is taken up again later.
      logger.warning("What became of a grant can't be written down", metadata: ["connection": "\(pending.connection)"])
    }
    return outcome
  }

  /// Tries again what is due.
  func sweep() async throws {
    let now = effects.now()
    let due = try await store.write { session in
      try PendingRevocation.claim(at: now, until: now + Self.claimTime, limit: 20, in: session)
    }
    for pending in due { _ = await perform(pending) }
  }

  // MARK: The request

  private func token(_ row: TokenRow, for style: RevocationRule.Style) throws -> String? {
    let id = row.connection.id
    if style != .bearer, let refresh = row.refresh {
      return String(
        decoding: try sealer.open(refresh, TokenRow.context(id, "refresh", generation: row.refreshGeneration)),
        as: UTF8.self)
    }
    guard let access = row.access else { return nil }
    return String(
      decoding: try sealer.open(access, TokenRow.context(id, "access", generation: row.generation)), as: UTF8.self)
  }

  private func ask(_ pending: PendingRevocation) async -> RevocationOutcome {
    guard let plain = try? sealer.open(pending.sealed, PendingRevocation.context(pending.id)),
      let values = try? JSONValue(parsing: plain), let request = request(pending.rule, values)
    else { return .refused(reason: "what was kept of it can't be used") }
    do {
      let status = try await outbound.send(request).status
      switch status {
      case 200..<300: return .revoked
      case 408, 425, 429, 500...: return .later(reason: "it answered with status \(status)")
      default: return .refused(reason: "it answered with status \(status)")
      }
    } catch let error as OutboundError {
      switch error {
      case .invalidURL, .addressRefused: return .refused(reason: error.message)
      case .unreachable, .timedOut, .responseTooLarge, .closed, .tlsFailed: return .later(reason: error.message)
      }
    } catch {
      return .later(reason: "it couldn't be asked")
    }
  }

  private func request(_ rule: RevocationRule, _ values: JSONValue) -> OutboundRequest? {
    guard let token = values["token"]?.stringValue, let method = HTTPRequest.Method(rule.method.uppercased()) else {
      return nil
    }
    var headers: HTTPFields = [.accept: "application/json"]
    guard rule.style != .bearer else {
      headers[.authorization] = "Bearer \(token)"
      return OutboundRequest(method, rule.url, headers: headers, timeout: Self.timeout, responseLimit: 64 << 10)
    }
    var parameters = [("token", token)]
    let (id, secret) = (values["clientId"]?.stringValue, values["clientSecret"]?.stringValue)
    if rule.style == .basicFormToken, let id {
      let encoded = Secret(FormEncoding.escape(secret ?? ""))
      headers[.authorization] =
        "Basic \(BasicCredential.encode(userName: FormEncoding.escape(id), password: encoded))"
    } else {
      if let id { parameters.append(("client_id", id)) }
      if let secret { parameters.append(("client_secret", secret)) }
    }
    headers[.contentType] = "application/x-www-form-urlencoded"
    return OutboundRequest(
      method, rule.url, headers: headers, body: .bytes(Array(FormEncoding.encode(parameters).utf8)),
      timeout: Self.timeout, responseLimit: 64 << 10)
  }

  private func note(
    _ action: String, _ pending: PendingRevocation, _ reason: String?, _ now: Date, _ session: any Session
  ) throws {
    try AuditLog.add(
      AuditEntry(
        at: now, actor: nil, action: action, subject: "connection/\(pending.connection)", subjectName: pending.name,
        details: reason.map { ["reason": .string($0)] } ?? [:], team: pending.team), in: session)
  }
}
