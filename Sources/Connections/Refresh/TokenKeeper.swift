import Core
import Egress
import Foundation
import Logging
import Persistence

/// Performs what ``RefreshMachine`` decides: reads and writes the row, holds the lease, asks the service.
struct TokenKeeper: Sendable {
  let store: any Store
  let effects: Effects
  let sealer: Sealer
  let policy: RefreshPolicy
  let tokens: TokenClient
  let clients: OAuthClients
  /// Tells this process's leases from others'.
  let holder: String
  let logger: Logger

  /// Brings the token of a connection into the state that `demand` asks for.
  /// - Throws: ``ConnectionError/notFound``, ``PersistenceError``, `CancellationError`.
  func refresh(_ id: ConnectionID, _ demand: TokenDemand) async throws -> RefreshResult {
    var machine = RefreshMachine(policy: policy, demand: demand)
    var action = RefreshMachine.Action.look
    var row: TokenRow?
    var fence = 0
    var grant: TokenGrant?
    while true {
      switch action {
      case .look:
        let read = try await read(id)
        row = read
        action = machine.event(.looked(read.snapshot, at: effects.now()))
      case .wait(let duration):
        try await effects.sleep(duration)
        action = .look
      case .takeLease:
        guard let row else { throw ConnectionError.notFound }
        let taken = try await takeLease(row)
        fence = taken ?? 0
        action = machine.event(.tookLease(taken != nil))
      case .ask:
        guard let row else { throw ConnectionError.notFound }
        let answer = try await ask(row, fence: fence)
        if case .granted(let new) = answer { grant = new }
        action = machine.event(.answered(answer.forMachine, at: effects.now()))
      case .write(let verdict):
        guard let row else { throw ConnectionError.notFound }
        let isWritten = try await write(verdict, grant, row: row, fence: fence)
        action = machine.event(.wrote(isWritten, at: effects.now()))
      case .serve: return .serve
      case .fail(let failure): return .fail(failure)
      }
    }
  }

  func read(_ id: ConnectionID) async throws -> TokenRow {
    guard let row = try await store.read({ try TokenStore.read(id, in: $0) }) else { throw ConnectionError.notFound }
    return row
  }

  private func takeLease(_ row: TokenRow) async throws -> Int? {
    let holder = holder
    return try await store.write { try TokenStore.takeLease(row, holder: holder, in: $0) }
  }

  /// Asks, and shows meanwhile that this process is alive.
  private func ask(_ row: TokenRow, fence: Int) async throws -> TokenAnswer {
    do {
      let request = try self.request(row)
      let client = try await clients.client(for: row.connection, secrets: row.secrets)
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await keepLease(row.connection.id, fence: fence) }
        defer { group.cancelAll() }
        return try await ask(request, row, as: client)
      }
    } catch let error as ConnectionError {
      return .misconfigured(error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message)
    } catch {
      // Nothing was learned: let others try at once instead of after the lease.
      try? await store.write { try TokenStore.release(row.connection.id, fence: fence, in: $0) }
      throw error
    }
  }

  /// Asks with the newest refresh token. Where the service accepts the one before for a while and refuses the newest, that one
  /// is tried as well: a server that died may have sent it and never heard the answer.
  private func ask(_ request: TokenRequest, _ row: TokenRow, as client: OAuthClient) async throws -> TokenAnswer {
    let answer = try await tokens.ask(request, as: client)
    guard case .refused = answer, case .refresh = request, let sealed = row.previousRefresh,
      clients.template(of: row.connection)?.acceptsPreviousRefreshToken == true,
      effects.now().timeIntervalSince(row.renewedAt) < policy.grace / .seconds(1)
    else { return answer }
    let context = TokenRow.context(row.connection.id, "refresh", generation: row.previousGeneration)
    let previous = Secret(String(decoding: try sealer.open(sealed, context), as: UTF8.self))
    let second = try await tokens.ask(.refresh(previous), as: client)
    if case .granted = second { return second }
    return answer
  }

  private func keepLease(_ id: ConnectionID, fence: Int) async throws {
    while !Task.isCancelled {
      try await effects.sleep(policy.leaseTime / 3)
      // A beat that can't be written is tried again: what counts is whether the verdict can be.
      _ = try? await store.write { try TokenStore.beat(id, fence: fence, in: $0) }
    }
  }

  private func request(_ row: TokenRow) throws -> TokenRequest {
    if row.connection.authentication.session != nil {
      return .session(try clients.sessionLogin(for: row.connection, secrets: row.secrets))
    }
    guard let settings = row.connection.authentication.oauth else { throw ConnectionError.notFound }
    let scopes = clients.scopes(of: row.connection)
    switch settings.grant {
    case .authorizationCode, .deviceCode:
      guard let sealed = row.refresh else { throw ConnectionError.notFound }
      let context = TokenRow.context(row.connection.id, "refresh", generation: row.refreshGeneration)
      return .refresh(Secret(String(decoding: try sealer.open(sealed, context), as: UTF8.self)))
    case .clientCredentials: return .clientCredentials(scopes: scopes)
    case .password:
      let secrets = try SecretStore(sealer: sealer).open(row.secrets, of: .connection(row.connection.id))
      return .password(userName: settings.userName ?? "", password: secrets["password"] ?? Secret(""), scopes: scopes)
    }
  }

  /// Commits what was learned. A new token is tried to be written again and again, for ten minutes: the service may have made
  /// the old one void.
  private func write(_ verdict: RefreshVerdict, _ grant: TokenGrant?, row: TokenRow, fence: Int) async throws -> Bool {
    let id = row.connection.id
    let now = effects.now()
    switch verdict {
    case .renewed:
      guard let grant else { return false }
      let token = try seal(grant, for: id, generation: row.generation + 1, at: now)
      let isWritten = try await persistently {
        try TokenStore.renew(id, from: row.generation, with: token, at: now, in: $0)
      }
      if isWritten { logger.debug("token renewed", metadata: ["connection": "\(id)"]) }
      return isWritten
    case .dead(let reason):
      return try await fail(row, fence, .needsReconnect, reason, nil, now)
    case .misconfigured(let reason):
      return try await fail(row, fence, .misconfigured, reason, nil, now)
    case .away(let reason, let until):
      return try await fail(row, fence, .unavailable, reason, until, now)
    case .doubted(let reason, let until):
      return try await fail(row, fence, .unavailable, reason, until, now, isDoubted: true)
    }
  }

  private func fail(
    _ row: TokenRow, _ fence: Int, _ state: ConnectionState, _ reason: String, _ until: Date?, _ now: Date,
    isDoubted: Bool = false
  ) async throws -> Bool {
    let id = row.connection.id
    let entry = AuditEntry(
      at: now, actor: nil, action: "connection.\(state.rawValue)", subject: "connection/\(id)",
      subjectName: row.connection.name, details: ["reason": .string(reason)])
    let isWritten = try await store.write { session in
      let isWritten = try TokenStore.fail(
        id, from: row.generation, fence: fence, state: state, reason: reason, until: until,
        isDoubted: isDoubted, at: now, in: session)
      if isWritten, row.connection.state != state { try AuditLog.add(entry, in: session) }
      return isWritten
    }
    if isWritten, row.connection.state != state {
      logger.info("connection failing", metadata: ["connection": "\(id)", "state": "\(state.rawValue)"])
    }
    return isWritten
  }

  /// Seals a granted token for its row.
  func seal(_ grant: TokenGrant, for id: ConnectionID, generation: Int, at now: Date) throws -> TokenStore.Sealed {
    TokenStore.Sealed(
      access: try sealer.seal(
        Array(grant.access.revealed.utf8), TokenRow.context(id, "access", generation: generation)),
      refresh: try grant.refresh.map {
        try sealer.seal(Array($0.revealed.utf8), TokenRow.context(id, "refresh", generation: generation))
      },
      expiresAt: grant.lifetime.map { now + $0 / .seconds(1) }, scopes: grant.scopes)
  }

  private func persistently<Value: Sendable>(
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    var pause = Duration.milliseconds(100)
    for _ in 0..<64 {
      do {
        return try await store.write(body)
      } catch PersistenceError.unavailable, PersistenceError.contended, PersistenceError.full {
        logger.error("a renewed token can't be stored yet; trying again")
        try await effects.sleep(pause)
        pause = min(pause * 2, .seconds(10))
      }
    }
    return try await store.write(body)
  }
}

extension TokenAnswer {
  /// The answer without its token.
  var forMachine: RefreshAnswer {
    switch self {
    case .granted: .granted
    case .refused(let reason): .refused(reason)
    case .misconfigured(let reason): .misconfigured(reason)
    case .away(let reason, let retryAfter): .away(reason, retryAfter: retryAfter)
    }
  }
}
