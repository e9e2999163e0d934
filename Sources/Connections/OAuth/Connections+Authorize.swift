package import Core
import Foundation
package import Identity
import Persistence

extension Connections {
  /// Begins the way to the consent page. The browser must bring the nonce back in a cookie: a link that somebody else
  /// opened can't be finished in another browser.
  package func beginAuthorization(_ id: ConnectionID, as principal: Principal) async throws -> AuthorizationStart {
    let connection = try await forChange(id, as: principal)
    return try await begin(connection, ConsentParty(person: principal.person))
  }

  func begin(_ connection: Connection, _ party: ConsentParty) async throws -> AuthorizationStart {
    guard connection.authentication.consent == .page else {
      throw AuthorizationError.notNeeded(name: connection.name)
    }
    guard connection.isActive else { throw ConnectionError.inactive(name: connection.name) }
    let client = try await clients.client(for: connection, secrets: sealedSecrets(of: connection.id))
    let state = effects.token()
    let nonce = effects.token()
    let way =
      connection.authentication.oauth1 == nil
      ? try await page(connection, client, state) : try await requestToken(connection, client, state)
    let stateHash = PendingAuthorization.hash(state)
    let now = effects.now()
    let expiresAt = now + settings.authorizationLifetime
    let pending = PendingAuthorization(
      connection: connection.id,
      verifier: try secrets.sealer.seal(Array(way.kept.utf8), PendingAuthorization.context(stateHash)),
      redirectURI: settings.redirectURI, person: party.person, invitation: party.invitation)
    try await store.write { session in
      try PendingAuthorization.insert(
        stateHash: stateHash, browserHash: PendingAuthorization.hash(nonce), pending, now: now, expiresAt: expiresAt,
        in: session)
    }
    let cookie = AuthorizationCookie(state: state, isSecure: settings.isSecure)
    return AuthorizationStart(
      url: way.url, browserNonce: Secret(nonce), expiresAt: expiresAt,
      setCookie: cookie.set(Secret(nonce), lifetime: Int(settings.authorizationLifetime)))
  }

  /// OAuth 2.0's page, and the verifier to keep; empty where the service takes no PKCE.
  private func page(
    _ connection: Connection, _ client: OAuthClient, _ state: String
  ) async throws -> (url: String, kept: String) {
    let verifier = client.dialect.usesPKCE ? effects.token() : nil
    let url = AuthorizationURL(
      base: try await clients.authorizationURL(of: connection), clientID: client.id, redirectURI: settings.redirectURI,
      scopes: clients.scopes(of: connection), state: state, verifier: verifier, dialect: client.dialect,
      further: clients.template(of: connection)?.authorizeParameters ?? [:])
    return (url.text, verifier ?? "")
  }

  /// Finishes what ``beginAuthorization(_:as:)`` began.
  /// - Returns: the connection, healthy.
  /// - Throws: as ``finishAuthorization(_:browserNonce:as:)``.
  package func completeAuthorization(
    _ answer: AuthorizationReturn, browserNonce: Secret?, as principal: Principal
  ) async throws -> Connection {
    try await finishAuthorization(answer, browserNonce: browserNonce, as: principal).connection
  }

  /// Finishes a consent as soon as the service sends the person back: some codes live for 30 seconds.
  /// - Parameters:
  ///   - browserNonce: from the cookie.
  ///   - principal: who is signed in; `nil` for somebody without an account, who can only finish what a link began.
  /// - Throws: ``AuthorizationError``. With ``AuthorizationError/stateRefused`` nothing has changed.
  package func finishAuthorization(
    _ answer: AuthorizationReturn, browserNonce: Secret?, as principal: Principal?
  ) async throws -> AuthorizationFinish {
    guard let state = answer.state, let browserNonce else { throw AuthorizationError.stateRefused }
    let stateHash = PendingAuthorization.hash(state)
    let now = effects.now()
    let taken = try await store.write { session in
      try PendingAuthorization.take(
        stateHash: stateHash, browserHash: PendingAuthorization.hash(browserNonce.revealed), person: principal?.person,
        now: now, in: session)
    }
    guard let taken else { throw AuthorizationError.stateRefused }
    let party = ConsentParty(person: taken.person, invitation: taken.invitation)
    let connection = try await connection(of: party, taken.connection, as: principal)
    try await checkIssuer(answer.issuer, connection)
    if let error = answer.error {
      let said = ForeignText.clean(
        [error, answer.errorDescription].compactMap(\.self).joined(separator: ": "), without: [])
      try await noteFailure("the service says \(said)", connection)
      throw AuthorizationError.denied(name: connection.name, reason: "the service says \(said)")
    }
    let kept = Secret(
      String(
        decoding: try secrets.sealer.open(taken.verifier, PendingAuthorization.context(stateHash)), as: UTF8.self))
    let done =
      connection.authentication.oauth1 == nil
      ? try await exchange(answer, kept, taken.redirectURI, connection, party)
      : try await accessToken(answer, kept, connection, party)
    return AuthorizationFinish(connection: done, isByInvitation: party.invitation != nil)
  }

  /// Whether a consent was begun by a link, so that nobody has to be signed in to finish it.
  package func isByInvitation(state: String) async throws -> Bool {
    let hash = PendingAuthorization.hash(state)
    return try await store.read { session in
      try session.row(
        "select 1 as found from connection_authorization where state_hash = \(hash) and invitation is not null") != nil
    }
  }

  private func exchange(
    _ answer: AuthorizationReturn, _ kept: Secret, _ redirectURI: String, _ connection: Connection,
    _ party: ConsentParty
  ) async throws -> Connection {
    guard let code = answer.code, !code.revealed.isEmpty else {
      throw AuthorizationError.denied(name: connection.name, reason: "the service sent no code")
    }
    let request = TokenRequest.code(
      code, verifier: kept.revealed.isEmpty ? nil : kept, redirectURI: redirectURI)
    let client = try await clients.client(for: connection, secrets: sealedSecrets(of: connection.id))
    switch try await tokens.ask(request, as: client) {
    case .granted(let grant): return try await accept(grant, connection, party)
    case .refused(let reason), .misconfigured(let reason), .away(let reason, _):
      try await noteFailure(reason, connection)
      throw AuthorizationError.exchangeFailed(name: connection.name, reason: reason)
    }
  }

  /// Stores a granted token. What else happens to the row meanwhile, this one counts: it is the newest.
  func accept(_ grant: TokenGrant, _ connection: Connection, _ party: ConsentParty) async throws -> Connection {
    let id = connection.id
    let entry = connected(
      connection, party, grant.scopes.map { ["scopes": .array($0.map { .string($0) })] } ?? [:])
    for _ in 0..<10 {
      let row = try await door.keeper.read(id)
      let now = effects.now()
      let token = try door.keeper.seal(grant, for: id, generation: row.generation + 1, at: now)
      let isWritten = try await store.write { session in
        try Invitation.use(party.invitation, at: now, in: session)
        guard try TokenStore.replace(id, from: row.generation, with: token, at: now, in: session) else { return false }
        try AuditLog.add(entry, in: session)
        return true
      }
      if isWritten { return try await door.connection(id) }
    }
    throw PersistenceError.contended
  }

  /// What the audit log says of a consent.
  func connected(_ connection: Connection, _ party: ConsentParty, _ details: JSONObject = [:]) -> AuditEntry {
    var details = details
    if party.invitation != nil { details["by"] = "link" }
    return AuditEntry(
      at: effects.now(), actor: party.person, action: "connection.connected",
      subject: "connection/\(connection.id)", subjectName: connection.name, details: details)
  }

  /// The connection, if whoever comes back may change it.
  func connection(of party: ConsentParty, _ id: ConnectionID, as principal: Principal?) async throws -> Connection {
    if party.invitation != nil { return try await door.connection(id) }
    guard let principal else { throw AuthorizationError.stateRefused }
    return try await forChange(id, as: principal)
  }

  private func checkIssuer(_ issuer: String?, _ connection: Connection) async throws {
    guard connection.authentication.oauth != nil else { return }
    let check = IssuerCheck(
      template: clients.template(of: connection), authorizationURL: try await clients.authorizationURL(of: connection))
    guard check.accepts(issuer) else { throw AuthorizationError.issuerMismatch(name: connection.name) }
  }

  /// A connection that works goes on working: a refused reconnect changes nothing.
  func noteFailure(_ reason: String, _ connection: Connection) async throws {
    guard !connection.isConsented || connection.state == .needsReconnect else { return }
    let now = effects.now()
    let state: ConnectionState = connection.isConsented ? .needsReconnect : .incomplete
    try await store.write { try ConnectionStore.setHealth(state, reason: reason, of: connection.id, at: now, in: $0) }
  }

  func sealedSecrets(of id: ConnectionID) async throws -> [String: [UInt8]] {
    try await store.read { try SecretStore.sealed(of: .connection(id), in: $0) }
  }
}
