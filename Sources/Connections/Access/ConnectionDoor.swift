import Core
import Foundation
import Persistence

/// What stands behind ``ConnectionAccess``: credentials that are good now.
struct ConnectionDoor: Sendable {
  let keeper: TokenKeeper
  let flights: TokenFlights
  let uses: UseRecorder
  let secrets: SecretStore
  let known: KnownSecrets
  let sessions: SessionChecks

  func connection(_ id: ConnectionID) async throws -> Connection {
    guard let connection = try await keeper.store.read({ try ConnectionStore.find(id, in: $0) }) else {
      throw ConnectionError.notFound
    }
    return connection
  }

  func authorization(for id: ConnectionID, use: ConnectionUse) async throws -> Authorization {
    let row = try await keeper.read(id)
    guard row.connection.isActive else { throw ConnectionError.inactive(name: row.connection.name) }
    uses.note(id, use, at: keeper.effects.now())
    if row.connection.authentication.isTokenBased {
      let authorization = try await token(row, .usable)
      guard let refused = try await refusedSession(row, authorization) else { return authorization }
      return try await token(try await keeper.read(id), .newerThan(refused))
    }
    if row.connection.state == .incomplete {
      let reason = row.connection.health.reason ?? "a value is missing"
      throw ConnectionError.incomplete(name: row.connection.name, reason: reason)
    }
    guard row.connection.authentication.oauth1 != nil else { return try authorization(row) }
    return try await signing(try authorization(row), for: row)
  }

  /// OAuth 1.0a signs with the client's pair too, which may be the integration's.
  private func signing(_ authorization: Authorization, for row: TokenRow) async throws -> Authorization {
    guard case .oauth1(let pairs) = authorization.credential else { return authorization }
    if row.connection.state == .needsReconnect {
      throw ConnectionError.needsReconnect(
        name: row.connection.name, reason: row.connection.health.reason ?? "the service took the permission back")
    }
    let client = try await keeper.clients.client(for: row.connection, secrets: row.secrets)
    let complete = OAuth1Credential(
      consumerKey: client.id, consumerSecret: client.secret ?? Secret(""), token: pairs.token,
      tokenSecret: pairs.tokenSecret)
    return Authorization(.oauth1(complete), generation: authorization.generation, headers: authorization.headers)
  }

  /// Asks from time to time whether a session is still good, where the service has a call for that.
  /// - Returns: the generation to replace; `nil` when nothing speaks against it.
  private func refusedSession(_ row: TokenRow, _ authorization: Authorization) async throws -> Int? {
    guard row.connection.authentication.session != nil else { return nil }
    let id = row.connection.id
    let now = keeper.effects.now()
    guard sessions.isDue(id, authorization.generation, since: row.renewedAt, at: now) else { return nil }
    let login = try keeper.clients.sessionLogin(for: row.connection, secrets: row.secrets)
    guard let isGood = try await keeper.tokens.isGood(login, authorization) else { return nil }
    sessions.note(id, authorization.generation, at: now)
    return isGood ? nil : authorization.generation
  }

  func rejected(_ id: ConnectionID, generation: Int) async throws -> Authorization {
    let row = try await keeper.read(id)
    guard row.connection.isActive else { throw ConnectionError.inactive(name: row.connection.name) }
    if row.connection.authentication.isTokenBased { return try await token(row, .newerThan(generation)) }
    let reason = "the service refuses the credential (401)"
    let now = keeper.effects.now()
    // What a person agreed to there, a person has to agree to again; what was entered here has to be corrected.
    let isConsent = row.connection.authentication.consent != .none
    let state: ConnectionState = isConsent ? .needsReconnect : .misconfigured
    try await keeper.store.write {
      try ConnectionStore.setHealth(state, reason: reason, of: id, at: now, in: $0)
    }
    throw isConsent
      ? ConnectionError.needsReconnect(name: row.connection.name, reason: reason)
      : ConnectionError.misconfigured(name: row.connection.name, reason: reason)
  }

  /// A token that meets the demand, refreshed if need be. Whoever else needs it in this process waits for the same.
  private func token(_ first: TokenRow, _ demand: TokenDemand) async throws -> Authorization {
    var row = first
    for _ in 0..<3 {
      var machine = RefreshMachine(policy: keeper.policy, demand: demand)
      switch machine.event(.looked(row.snapshot, at: keeper.effects.now())) {
      case .serve: return try authorization(row)
      case .fail(let failure): throw try await error(failure, row.connection)
      default: break
      }
      let id = row.connection.id
      let result = try await flights.join(id) { [keeper] in try await keeper.refresh(id, demand) }
      row = try await keeper.read(id)
      switch result {
      case .serve where row.access != nil && meets(demand, row): return try authorization(row)
      case .serve: continue
      case .fail(let failure):
        // The flight may have been somebody else's, who demanded more.
        if demand == .usable, row.snapshot.isGood(at: keeper.effects.now()) { return try authorization(row) }
        throw try await error(failure, row.connection)
      }
    }
    throw ConnectionError.unavailable(
      name: row.connection.name, reason: "its token changes faster than it can be used", until: nil)
  }

  private func meets(_ demand: TokenDemand, _ row: TokenRow) -> Bool {
    if case .newerThan(let refused) = demand { row.generation > refused } else { true }
  }

  private func authorization(_ row: TokenRow) throws -> Authorization {
    let opened = try secrets.open(row.secrets, of: .connection(row.connection.id))
    let headers = row.connection.headers.compactMap { header in
      (header.value.map { Secret($0) } ?? opened[header.secretName]).map {
        Authorization.Header(name: header.name, value: $0)
      }
    }
    let credential = try credential(row, opened)
    if case .basic(let userName, let password) = credential {
      known.note(Secret(BasicCredential.encode(userName: userName, password: password)))
    }
    return Authorization(credential, generation: row.generation, headers: headers)
  }

  private func credential(_ row: TokenRow, _ opened: [String: Secret]) throws -> Authorization.Credential {
    func secret(_ name: String) -> Secret { opened[name] ?? Secret("") }
    switch row.connection.authentication {
    case .none: return .none
    case .bearer: return .bearer(secret("token"))
    case .apiKey(let header) where header.hasPrefix("?"):
      return .parameter(name: String(header.dropFirst()), value: secret("api_key"))
    case .apiKey(let header): return .header(name: header, value: secret("api_key"))
    case .basic(let userName): return .basic(userName: userName, password: secret("password"))
    case .oauth2: return .bearer(try open(row))
    case .session:
      let token = try open(row)
      switch keeper.clients.template(of: row.connection)?.session?.carrier {
      case .header(let name, let prefix)?: return .header(name: name, value: Secret(prefix + token.revealed))
      case .parameter(let name)?: return .parameter(name: name, value: token)
      case .cookie(let name)?: return .cookie(name: name, value: token)
      case nil: return .bearer(token)
      }
    case .oauth1(let settings):
      return .oauth1(
        OAuth1Credential(
          consumerKey: settings.clientID ?? "", consumerSecret: secret("client_secret"), token: secret("oauth1_token"),
          tokenSecret: secret("oauth1_token_secret")))
    case .nextcloud(let userName): return .basic(userName: userName ?? "", password: secret("app_password"))
    case .aws(let settings):
      return .aws(
        AWSCredential(
          accessKeyID: settings.accessKeyID, secretAccessKey: secret("secret_access_key"), region: settings.region,
          service: settings.service, sessionToken: opened["session_token"]))
    case .ssh(let settings):
      return .ssh(
        SSHCredential(
          userName: settings.userName, privateKey: opened["private_key"], passphrase: opened["passphrase"],
          password: opened["password"], knownHostKey: settings.knownHostKey))
    }
  }

  private func open(_ row: TokenRow) throws -> Secret {
    guard let sealed = row.access else { throw ConnectionError.notFound }
    let context = TokenRow.context(row.connection.id, "access", generation: row.generation)
    return Secret(String(decoding: try keeper.sealer.open(sealed, context), as: UTF8.self))
  }

  private func error(_ failure: RefreshFailure, _ connection: Connection) async throws -> ConnectionError {
    let name = connection.name
    switch failure {
    case .incomplete:
      return .incomplete(name: name, reason: connection.health.reason ?? "nobody has connected it yet")
    case .dead(let reason): return .needsReconnect(name: name, reason: reason)
    case .spent:
      let reason = "its token ran out, and the service gave nothing to renew it with"
      let now = keeper.effects.now()
      try await keeper.store.write {
        try ConnectionStore.setHealth(.needsReconnect, reason: reason, of: connection.id, at: now, in: $0)
      }
      return .needsReconnect(name: name, reason: reason)
    case .misconfigured(let reason): return .misconfigured(name: name, reason: reason)
    case .away(let reason, let until): return .unavailable(name: name, reason: reason, until: until)
    case .rejectedAfterRefresh:
      return .misconfigured(name: name, reason: "the service refuses even a newly issued token")
    }
  }
}

extension TokenSnapshot {
  /// Whether the token there is can still be used.
  func isGood(at now: Date) -> Bool {
    hasToken && (expiresAt.map { now < $0 } ?? true)
  }
}
