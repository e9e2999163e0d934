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
    if row.connection.authentication.oauth != nil { return try await token(row, .usable) }
    if row.connection.state == .incomplete {
      let reason = row.connection.health.reason ?? "a value is missing"
      throw ConnectionError.incomplete(name: row.connection.name, reason: reason)
    }
    return try authorization(row)
  }

  func rejected(_ id: ConnectionID, generation: Int) async throws -> Authorization {
    let row = try await keeper.read(id)
    guard row.connection.isActive else { throw ConnectionError.inactive(name: row.connection.name) }
    if row.connection.authentication.oauth != nil { return try await token(row, .newerThan(generation)) }
    let reason = "the service refuses the credential (401)"
    let now = keeper.effects.now()
    try await keeper.store.write {
      try ConnectionStore.setHealth(.misconfigured, reason: reason, of: id, at: now, in: $0)
    }
    throw ConnectionError.misconfigured(name: row.connection.name, reason: reason)
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
    let id = row.connection.id
    let opened = try secrets.open(row.secrets, of: .connection(id))
    let headers = row.connection.headers.compactMap { header in
      (header.value.map { Secret($0) } ?? opened[header.secretName]).map {
        Authorization.Header(name: header.name, value: $0)
      }
    }
    let credential: Authorization.Credential =
      switch row.connection.authentication {
      case .none: .none
      case .bearer: .bearer(opened["token"] ?? Secret(""))
      case .apiKey(let header) where header.hasPrefix("?"):
        .parameter(name: String(header.dropFirst()), value: opened["api_key"] ?? Secret(""))
      case .apiKey(let header): .header(name: header, value: opened["api_key"] ?? Secret(""))
      case .basic(let userName): .basic(userName: userName, password: opened["password"] ?? Secret(""))
      case .oauth2: .bearer(try open(row))
      }
    if case .basic(let userName, let password) = credential {
      known.note(Secret(BasicCredential.encode(userName: userName, password: password)))
    }
    return Authorization(credential, generation: row.generation, headers: headers)
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
