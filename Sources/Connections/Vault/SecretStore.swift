import Core
import Foundation
import Persistence

/// The table of sealed secrets: each belongs to one owner and has a name there.
///
/// Sealing and opening happen outside of transactions on purpose: only bytes cross into them.
struct SecretStore: Sendable {
  let sealer: Sealer

  /// What a secret belongs to.
  enum Owner: Sendable, Hashable {
    case connection(ConnectionID)
    case integration(String)

    var key: String {
      switch self {
      case .connection(let id): "connection/\(id)"
      case .integration(let kind): "integration/\(kind)"
      }
    }
  }

  /// A secret made ready to be written.
  struct Sealed: Sendable {
    let owner: Owner
    let name: String
    /// `nil` removes it.
    let bytes: [UInt8]?
  }

  func seal(_ secret: Secret?, named name: String, of owner: Owner) throws -> Sealed {
    let bytes = try secret.map { try sealer.seal(Array($0.revealed.utf8), Self.context(owner, name)) }
    return Sealed(owner: owner, name: name, bytes: bytes)
  }

  static func write(_ secret: Sealed, at now: Date, in session: any Session) throws {
    guard let bytes = secret.bytes else {
      try session.run(
        "delete from connection_secret where owner = \(secret.owner.key) and name = \(secret.name)")
      return
    }
    try session.run(
      """
      insert into connection_secret (owner, name, sealed, changed_at)
      values (\(secret.owner.key), \(secret.name), \(bytes), \(now))
      on conflict (owner, name) do update set sealed = excluded.sealed, changed_at = excluded.changed_at
      """)
  }

  static func removeAll(of owner: Owner, in session: any Session) throws {
    try session.run("delete from connection_secret where owner = \(owner.key)")
  }

  static func names(of owner: Owner, in session: any Session) throws -> Set<String> {
    let rows = try session.rows("select name from connection_secret where owner = \(owner.key)")
    return Set(try rows.map { try $0.string("name") })
  }

  /// The sealed values of an owner by name, to be opened by ``open(_:of:)``.
  static func sealed(of owner: Owner, in session: any Session) throws -> [String: [UInt8]] {
    let rows = try session.rows("select name, sealed from connection_secret where owner = \(owner.key)")
    return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.string("name"), try $0.bytes("sealed")) })
  }

  func open(_ sealed: [String: [UInt8]], of owner: Owner) throws -> [String: Secret] {
    var opened: [String: Secret] = [:]
    for (name, bytes) in sealed {
      let plaintext = try sealer.open(bytes, Self.context(owner, name))
      opened[name] = Secret(String(decoding: plaintext, as: UTF8.self))
    }
    return opened
  }

  private static func context(_ owner: Owner, _ name: String) -> String { context(owner: owner.key, name) }

  /// What a sealed secret is bound to.
  static func context(owner: String, _ name: String) -> String { "connection_secret/\(owner)/\(name)" }
}
