package import Core
import Foundation
package import Identity
import Persistence

extension Connections {
  /// Begins the way to the consent page. The browser must bring the nonce back in a cookie: a link that somebody else
  /// opened can't be finished in another browser.
  package func beginAuthorization(_ id: ConnectionID, as principal: Principal) async throws -> AuthorizationStart {
    let connection = try await forChange(id, as: principal)
    guard connection.authentication.oauth?.grant == .authorizationCode else {
      throw AuthorizationError.notNeeded(name: connection.name)
    }
    guard connection.isActive else { throw ConnectionError.inactive(name: connection.name) }
    let client = try await clients.client(for: connection, secrets: sealedSecrets(of: id))
    let state = effects.token()
    let nonce = effects.token()
    let verifier = effects.token()
    let stateHash = PendingAuthorization.hash(state)
    let now = effects.now()
    let expiresAt = now + settings.authorizationLifetime
    let pending = PendingAuthorization(
      connection: id,
      verifier: try secrets.sealer.seal(Array(verifier.utf8), PendingAuthorization.context(stateHash)),
      redirectURI: settings.redirectURI)
    try await store.write { session in
      try PendingAuthorization.insert(
        stateHash: stateHash, browserHash: PendingAuthorization.hash(nonce), person: principal.person, pending,
        now: now, expiresAt: expiresAt, in: session)
    }
    let url = AuthorizationURL(
      base: try await clients.authorizationURL(of: connection), clientID: client.id, redirectURI: settings.redirectURI,
      scopes: clients.scopes(of: connection), state: state, verifier: verifier,
      further: clients.template(of: connection)?.authorizeParameters ?? [:])
    let cookie = AuthorizationCookie(state: state, isSecure: settings.isSecure)
    return AuthorizationStart(
      url: url.text, browserNonce: Secret(nonce), expiresAt: expiresAt,
      setCookie: cookie.set(Secret(nonce), lifetime: Int(settings.authorizationLifetime)))
  }

  /// Finishes what ``beginAuthorization(_:as:)`` began, as soon as the service sends the person back: some codes live
  /// for 30 seconds.
  /// - Parameter browserNonce: from the cookie.
  /// - Returns: the connection, healthy.
  /// - Throws: ``AuthorizationError``. With ``AuthorizationError/stateRefused`` nothing has changed.
  package func completeAuthorization(
    _ answer: AuthorizationReturn, browserNonce: Secret?, as principal: Principal
  ) async throws -> Connection {
    guard let state = answer.state, let browserNonce else { throw AuthorizationError.stateRefused }
    let stateHash = PendingAuthorization.hash(state)
    let now = effects.now()
    let taken = try await store.write { session in
      try PendingAuthorization.take(
        stateHash: stateHash, browserHash: PendingAuthorization.hash(browserNonce.revealed), person: principal.person,
        now: now, in: session)
    }
    guard let taken else { throw AuthorizationError.stateRefused }
    let connection = try await forChange(taken.connection, as: principal)
    try await checkIssuer(answer.issuer, connection)
    if let error = answer.error {
      let reason = ForeignText.clean(
        [error, answer.errorDescription].compactMap(\.self).joined(separator: ": "), without: [])
      try await noteFailure("the service says \(reason)", connection)
      throw AuthorizationError.denied(name: connection.name, reason: "the service says \(reason)")
    }
    guard let code = answer.code, !code.revealed.isEmpty else {
      throw AuthorizationError.denied(name: connection.name, reason: "the service sent no code")
    }
    let verifier = try secrets.sealer.open(taken.verifier, PendingAuthorization.context(stateHash))
    let request = TokenRequest.code(
      code, verifier: Secret(String(decoding: verifier, as: UTF8.self)), redirectURI: taken.redirectURI)
    return try await exchange(request, connection, principal)
  }

  private func exchange(
    _ request: TokenRequest, _ connection: Connection, _ principal: Principal
  ) async throws -> Connection {
    let client = try await clients.client(for: connection, secrets: sealedSecrets(of: connection.id))
    switch try await tokens.ask(request, as: client) {
    case .granted(let grant): return try await accept(grant, connection, principal)
    case .refused(let reason), .misconfigured(let reason), .away(let reason, _):
      try await noteFailure(reason, connection)
      throw AuthorizationError.exchangeFailed(name: connection.name, reason: reason)
    }
  }

  /// Stores a granted token. What else happens to the row meanwhile, this one counts: it is the newest.
  private func accept(_ grant: TokenGrant, _ connection: Connection, _ principal: Principal) async throws -> Connection
  {
    let id = connection.id
    let entry = AuditEntry(
      at: effects.now(), actor: principal.person, action: "connection.connected", subject: "connection/\(id)",
      subjectName: connection.name,
      details: grant.scopes.map { ["scopes": .array($0.map { .string($0) })] } ?? [:])
    for _ in 0..<10 {
      let row = try await door.keeper.read(id)
      let now = effects.now()
      let token = try door.keeper.seal(grant, for: id, generation: row.generation + 1, at: now)
      let isWritten = try await store.write { session in
        guard try TokenStore.replace(id, from: row.generation, with: token, at: now, in: session) else { return false }
        try AuditLog.add(entry, in: session)
        return true
      }
      if isWritten { return try await door.connection(id) }
    }
    throw PersistenceError.contended
  }

  private func checkIssuer(_ issuer: String?, _ connection: Connection) async throws {
    let check = IssuerCheck(
      template: clients.template(of: connection), authorizationURL: try await clients.authorizationURL(of: connection))
    guard check.accepts(issuer) else { throw AuthorizationError.issuerMismatch(name: connection.name) }
  }

  /// A connection that works goes on working: a refused reconnect changes nothing.
  private func noteFailure(_ reason: String, _ connection: Connection) async throws {
    guard connection.token == nil || connection.state == .needsReconnect else { return }
    let now = effects.now()
    let state: ConnectionState = connection.token == nil ? .incomplete : .needsReconnect
    try await store.write { try ConnectionStore.setHealth(state, reason: reason, of: connection.id, at: now, in: $0) }
  }

  private func sealedSecrets(of id: ConnectionID) async throws -> [String: [UInt8]] {
    try await store.read { try SecretStore.sealed(of: .connection(id), in: $0) }
  }
}
