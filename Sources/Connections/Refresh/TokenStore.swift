import Core
import Foundation
import Persistence

/// The SQL of tokens. What must happen once in the cluster is decided here, by conditions on the row.
enum TokenStore {
  static func read(_ id: ConnectionID, in session: any Session) throws -> TokenRow? {
    guard let connection = try ConnectionStore.find(id, in: session),
      let row = try session.row(
        """
        select generation, access, refresh, refresh_generation, expires_at, renewed_at, lease_holder, lease_beat, fence,
          failures, cool_down_until, previous_refresh, previous_generation, is_doubted
        from connection_token where connection = \(id)
        """)
    else { return nil }
    return TokenRow(
      connection: connection, generation: try row.int("generation"), access: try row.bytesIfAny("access"),
      refresh: try row.bytesIfAny("refresh"), refreshGeneration: try row.int("refresh_generation"),
      previousRefresh: try row.bytesIfAny("previous_refresh"), previousGeneration: try row.int("previous_generation"),
      expiresAt: try row.dateIfAny("expires_at"), renewedAt: try row.date("renewed_at"),
      holder: try row.stringIfAny("lease_holder"), beat: try row.int("lease_beat"), fence: try row.int("fence"),
      failures: try row.int("failures"), coolDownUntil: try row.dateIfAny("cool_down_until"),
      isDoubted: try row.bool("is_doubted"),
      secrets: try SecretStore.sealed(of: .connection(id), in: session))
  }

  /// Takes the lease if nothing has changed since `row` was read.
  /// - Returns: the new fence, or `nil` when somebody was faster.
  static func takeLease(_ row: TokenRow, holder: String, in session: any Session) throws -> Int? {
    let taken = try session.run(
      """
      update connection_token set lease_holder = \(holder), lease_beat = 0, fence = fence + 1
      where connection = \(row.connection.id) and fence = \(row.fence) and lease_beat = \(row.beat)
        and generation = \(row.generation)
      """)
    return taken == 1 ? row.fence + 1 : nil
  }

  /// Shows that the holder is alive.
  /// - Returns: whether it still is the holder.
  static func beat(_ id: ConnectionID, fence: Int, in session: any Session) throws -> Bool {
    try session.run(
      """
      update connection_token set lease_beat = lease_beat + 1
      where connection = \(id) and fence = \(fence) and lease_holder is not null
      """) == 1
  }

  /// Gives the lease back without a verdict.
  static func release(_ id: ConnectionID, fence: Int, in session: any Session) throws {
    try session.run(
      "update connection_token set lease_holder = null where connection = \(id) and fence = \(fence)")
  }

  /// A token that is ready to be written.
  struct Sealed: Sendable {
    let access: [UInt8]
    /// `nil` keeps the one that is there.
    let refresh: [UInt8]?
    let expiresAt: Date?
    let scopes: [String]?
  }

  /// Writes a renewed token, if the row still holds the generation that it came from.
  ///
  /// The fence is not asked: a service that answered late has still answered, and its newest refresh token must not be
  /// lost. It is raised, so that nobody's verdict about the old token can follow.
  static func renew(
    _ id: ConnectionID, from generation: Int, with token: Sealed, at now: Date, in session: any Session
  ) throws -> Bool {
    let scopes: JSONValue? = token.scopes.map { .array($0.map { .string($0) }) }
    let written = try session.run(
      """
      update connection_token set generation = \(generation + 1), access = \(token.access),
        previous_refresh = case when \(token.refresh != nil) = 1 then refresh else previous_refresh end,
        previous_generation = case when \(token.refresh != nil) = 1 then refresh_generation else previous_generation end,
        refresh = coalesce(\(token.refresh.sqlValue), refresh), is_doubted = 0,
        refresh_generation = case when \(token.refresh != nil) = 1 then \(generation + 1) else refresh_generation end,
        expires_at = \(token.expiresAt.sqlValue), scopes = coalesce(\(scopes.sqlValue), scopes), renewed_at = \(now),
        lease_holder = null, fence = fence + 1, failures = 0, cool_down_until = null
      where connection = \(id) and generation = \(generation)
      """)
    guard written == 1 else { return false }
    try ConnectionStore.setHealth(.healthy, reason: nil, of: id, at: now, in: session)
    try ConnectionEventStore.add(.refreshed, state: .healthy, of: id, at: now, in: session)
    return true
  }

  /// Writes that a refresh failed, if the lease is still ours and the token still the one that was asked about: this is
  /// the look back before a connection is called dead.
  static func fail(
    _ id: ConnectionID, from generation: Int, fence: Int, state: ConnectionState, reason: String, until: Date?,
    isDoubted: Bool, at now: Date, in session: any Session
  ) throws -> Bool {
    let written = try session.run(
      """
      update connection_token
      set lease_holder = null, failures = failures + 1, cool_down_until = \(until.sqlValue),
        is_doubted = \(isDoubted)
      where connection = \(id) and generation = \(generation) and fence = \(fence)
      """)
    guard written == 1 else { return false }
    try ConnectionStore.setHealth(state, reason: reason, of: id, at: now, in: session)
    return true
  }

  /// Puts a token in place that a person obtained. A refresh under way loses.
  /// - Returns: whether the row still held the generation that the token was sealed to follow.
  static func replace(
    _ id: ConnectionID, from generation: Int, with token: Sealed, at now: Date, in session: any Session
  ) throws -> Bool {
    let scopes: JSONValue? = token.scopes.map { .array($0.map { .string($0) }) }
    let written = try session.run(
      """
      update connection_token set generation = \(generation + 1), access = \(token.access),
        refresh = \(token.refresh.sqlValue), refresh_generation = \(generation + 1), previous_refresh = null,
        is_doubted = 0,
        expires_at = \(token.expiresAt.sqlValue), scopes = \(scopes.sqlValue), renewed_at = \(now),
        lease_holder = null, fence = fence + 1, failures = 0, cool_down_until = null
      where connection = \(id) and generation = \(generation)
      """)
    guard written == 1 else { return false }
    try ConnectionEventStore.add(.connected, state: .healthy, of: id, at: now, in: session)
    try ConnectionStore.setHealth(.healthy, reason: nil, of: id, at: now, in: session)
    return true
  }

  /// Forgets the token, because what it was obtained with has changed.
  static func clear(_ id: ConnectionID, at now: Date, in session: any Session) throws {
    try session.run(
      """
      update connection_token set generation = generation + 1, access = null, refresh = null, expires_at = null,
        previous_refresh = null, is_doubted = 0,
        scopes = null, renewed_at = \(now), lease_holder = null, fence = fence + 1, failures = 0, cool_down_until = null
      where connection = \(id)
      """)
  }

  /// Connections whose token runs out before `horizon`, or was last renewed before `idle`, the most urgent first.
  static func due(
    before horizon: Date, idleSince idle: Date, now: Date, limit: Int, in session: any Session
  ) throws -> [ConnectionID] {
    try session.rows(
      """
      select t.connection from connection_token t join connection_connection c on c.id = t.connection
      where c.active = 1 and t.access is not null and t.refresh is not null
        and c.state in ('healthy', 'unavailable') and (t.cool_down_until is null or t.cool_down_until <= \(now))
        and (t.expires_at <= \(horizon) or t.renewed_at <= \(idle))
      order by t.expires_at limit \(limit)
      """
    ).map { try $0.id("connection") }
  }
}
