import Core
import Foundation
import Persistence

/// The SQL of master keys, which are known by their ids alone, and of the servers that have them.
struct VaultKeyStore {
  let session: any Session

  /// A key that this deployment has had.
  struct Known: Sendable {
    let id: String
    /// A known value, sealed with the key.
    let proof: [UInt8]
    /// `nil` until it sealed.
    let sealsSince: Date?
    let retiredAt: Date?
  }

  /// A server that gave a sign of life lately.
  struct Server: Sendable {
    let name: String
    let keys: Set<String>
    /// With which key it seals.
    let sealing: String
  }

  func known() throws -> [Known] {
    try session.rows(
      "select key_id, sealed, seals_since, retired_at from connection_vault_check order by seals_since, key_id"
    ).map { row in
      Known(
        id: try row.string("key_id"), proof: try row.bytes("sealed"), sealsSince: try row.dateIfAny("seals_since"),
        retiredAt: try row.dateIfAny("retired_at"))
    }
  }

  /// Which key everybody seals with.
  func sealing() throws -> String? {
    try known().last { $0.sealsSince != nil && $0.retiredAt == nil }?.id
  }

  func add(_ id: String, proof: [UInt8], at now: Date) throws {
    try session.run(
      """
      insert into connection_vault_check (key_id, sealed, added_at) values (\(id), \(proof), \(now))
      on conflict (key_id) do nothing
      """)
  }

  /// Makes a key the one that seals: later than every other that does.
  func seal(with id: String, at now: Date) throws {
    let latest = try known().compactMap(\.sealsSince).max()
    let since = latest.map { max(now, $0.addingTimeInterval(0.001)) } ?? now
    try session.run("update connection_vault_check set seals_since = \(since) where key_id = \(id)")
  }

  func retire(_ id: String, at now: Date) throws {
    try session.run("update connection_vault_check set retired_at = \(now) where key_id = \(id)")
  }

  // MARK: Servers

  func beat(_ id: String, name: String, keys: [String], sealing: String, at now: Date) throws {
    let keys = JSONValue.array(keys.map { .string($0) })
    try session.run(
      """
      insert into connection_vault_server (id, name, keys, sealing, seen_at)
      values (\(id), \(name), \(keys), \(sealing), \(now))
      on conflict (id) do update set keys = excluded.keys, sealing = excluded.sealing, seen_at = excluded.seen_at
      """)
    try session.run("delete from connection_vault_server where seen_at < \(now - 86_400)")
  }

  func leave(_ id: String) throws {
    try session.run("delete from connection_vault_server where id = \(id)")
  }

  func servers(since: Date) throws -> [Server] {
    try session.rows("select name, keys, sealing from connection_vault_server where seen_at >= \(since) order by name")
      .map { row in
        Server(
          name: try row.string("name"),
          keys: Set((try row.json("keys").arrayValue ?? []).compactMap(\.stringValue)),
          sealing: try row.string("sealing"))
      }
  }
}
