package import Core
import Egress
import Foundation
package import Identity
import Persistence

/// Consents that don't come back by the browser: device codes (RFC 8628) and Nextcloud's Login Flow v2.
extension Connections {
  /// Begins one, in place of one that may be under way.
  package func beginWaiting(_ id: ConnectionID, as principal: Principal) async throws -> WaitingConsent {
    let connection = try await forChange(id, as: principal)
    return try await beginWaiting(connection, ConsentParty(person: principal.person))
  }

  /// The same for whoever holds a link.
  package func beginWaiting(by token: Secret) async throws -> WaitingConsent {
    let (invitation, connection) = try await invitation(token)
    return try await beginWaiting(connection, party(invitation, token))
  }

  /// Asks the service whether somebody has agreed, unless it was asked a moment ago.
  /// - Throws: ``AuthorizationError`` when it came to nothing; the attempt is over then.
  package func askWaiting(_ id: ConnectionID, as principal: Principal) async throws -> WaitingOutcome {
    try await ask(try await forChange(id, as: principal))
  }

  /// The same for whoever holds a link; after a success it is used up.
  package func askWaiting(by token: Secret) async throws -> WaitingOutcome {
    let (_, connection) = try await invitation(token)
    return try await ask(connection, by: PendingAuthorization.hash(token.revealed))
  }

  /// What is being waited for; `nil` when nothing is. The service isn't asked.
  package func waiting(_ id: ConnectionID, as principal: Principal) async throws -> WaitingConsent? {
    _ = try await forChange(id, as: principal)
    return try await store.read { try WaitingConsent.find(id, in: $0) }?.consent
  }

  /// The same for whoever holds a link.
  package func waiting(by token: Secret) async throws -> WaitingConsent? {
    let (_, connection) = try await invitation(token)
    let record = try await store.read { try WaitingConsent.find(connection.id, in: $0) }
    return record?.party.invitation == PendingAuthorization.hash(token.revealed) ? record?.consent : nil
  }

  private func beginWaiting(_ connection: Connection, _ party: ConsentParty) async throws -> WaitingConsent {
    guard connection.authentication.consent == .code else {
      throw AuthorizationError.notNeeded(name: connection.name)
    }
    guard connection.isActive else { throw ConnectionError.inactive(name: connection.name) }
    let began: (consent: WaitingConsent, kept: String)
    do {
      began =
        connection.authentication.kind == .nextcloud
        ? try await beginNextcloud(connection) : try await beginDevice(connection)
    } catch let failure as WaitingFailure {
      throw try await over(failure, connection)
    }
    let attempt = effects.token(bytes: 16)
    let record = WaitingConsent.Record(
      consent: began.consent, kind: connection.authentication.kind, attempt: attempt, party: party,
      sealed: try secrets.sealer.seal(Array(began.kept.utf8), WaitingConsent.Record.context(attempt)))
    let next = effects.now() + Double(began.consent.interval)
    try await store.write { try WaitingConsent.write(record, next: next, in: $0) }
    return began.consent
  }

  private func ask(_ connection: Connection, by invitation: String? = nil) async throws -> WaitingOutcome {
    let id = connection.id
    guard let record = try await store.read({ try WaitingConsent.find(id, in: $0) }),
      invitation == nil || record.party.invitation == invitation
    else {
      if connection.isConsented, invitation == nil { return .connected(connection) }
      throw AuthorizationError.stateRefused
    }
    let now = effects.now()
    guard now < record.consent.expiresAt else {
      return try await end(record, WaitingFailure.denied("nobody agreed in time"), connection)
    }
    guard try await store.write({ try WaitingConsent.takeTurn(record, at: now, in: $0) }) else {
      return .pending(record.consent)
    }
    let kept = Secret(
      String(
        decoding: try secrets.sealer.open(record.sealed, WaitingConsent.Record.context(record.attempt)),
        as: UTF8.self))
    do {
      let done =
        record.kind == .nextcloud
        ? try await askNextcloud(record, kept, connection) : try await askDevice(record, kept, connection)
      guard let done else { return .pending(record.consent) }
      try await store.write { try WaitingConsent.remove(record, in: $0) }
      return .connected(done)
    } catch let failure as WaitingFailure {
      return try await end(record, failure, connection)
    }
  }

  private func end(
    _ record: WaitingConsent.Record, _ failure: WaitingFailure, _ connection: Connection
  ) async throws -> WaitingOutcome {
    try await store.write { try WaitingConsent.remove(record, in: $0) }
    throw try await over(failure, connection)
  }

  private func over(_ failure: WaitingFailure, _ connection: Connection) async throws -> AuthorizationError {
    switch failure {
    case .denied(let reason):
      try await noteFailure(reason, connection)
      return .denied(name: connection.name, reason: reason)
    case .failed(let reason):
      try await noteFailure(reason, connection)
      return .exchangeFailed(name: connection.name, reason: reason)
    }
  }
}

/// Why waiting for a consent is over.
enum WaitingFailure: Error {
  case denied(String)
  case failed(String)

  /// A request without a good answer.
  init(_ error: OutboundError) {
    self = .failed(error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message)
  }
}
