import Foundation
import Persistence

/// The rows of access tokens that were revoked one by one, by `jti`; kept until they would have expired anyway.
enum RevokedTokenStore {
  static func insert(_ id: String, end: Date, in session: any Session) throws {
    try session.run(
      "insert into identity_revoked_token (id, ends_at) values (\(id), \(end)) on conflict (id) do nothing")
  }

  static func contains(_ id: String, in session: any Session) throws -> Bool {
    try session.exists("select 1 as n from identity_revoked_token where id = \(id)")
  }

  static func tidy(now: Date, in session: any Session) throws {
    try session.run("delete from identity_revoked_token where ends_at < \(now)")
  }
}
