import Foundation
import Persistence

/// The rows of signing keys, sealed.
enum SigningKeyStore {
  struct Stored: Sendable {
    let key: SigningKeySchedule.Key
    let sealed: [UInt8]
  }

  /// What a sealed key is bound to.
  static func context(_ id: String) -> String { "identity_signing_key/\(id)" }

  static func all(in session: any Session) throws -> [Stored] {
    try session.rows("select id, sealed, created_at from identity_signing_key order by created_at, id").map { row in
      let key = SigningKeySchedule.Key(id: try row.string("id"), createdAt: try row.date("created_at"))
      return Stored(key: key, sealed: try row.bytes("sealed"))
    }
  }

  static func insert(_ stored: Stored, in session: any Session) throws {
    try session.run(
      """
      insert into identity_signing_key (id, sealed, created_at)
      values (\(stored.key.id), \(stored.sealed), \(stored.key.createdAt))
      """)
  }

  static func delete(_ ids: [String], in session: any Session) throws {
    try session.run("delete from identity_signing_key where id in \(list: ids)")
  }
}
