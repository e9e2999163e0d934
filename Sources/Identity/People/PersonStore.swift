import Core
import Foundation
import Persistence

/// The rows of people.
enum PersonStore {
  static func insert(_ person: Person, passwordHash: String?, in session: any Session) throws {
    try session.run(
      """
      insert into identity_person
        (id, user_name, user_name_key, email, email_key, display_name, kind, site_role, password_hash, enabled, created_at)
      values (\(person.id), \(person.userName), \(PersonRule.key(person.userName)), \(person.email.sqlValue),
        \(person.email.map(PersonRule.key).sqlValue), \(person.displayName), \(person.kind.rawValue),
        \(person.siteRole.rawValue), \(passwordHash.sqlValue), \(person.isEnabled), \(person.createdAt))
      """)
  }

  static func update(_ person: Person, in session: any Session) throws {
    try session.run(
      """
      update identity_person set email = \(person.email.sqlValue), email_key = \(person.email.map(PersonRule.key).sqlValue),
        display_name = \(person.displayName), site_role = \(person.siteRole.rawValue), enabled = \(person.isEnabled)
      where id = \(person.id)
      """)
  }

  static func setPasswordHash(_ hash: String, of person: PersonID, in session: any Session) throws {
    try session.run("update identity_person set password_hash = \(hash) where id = \(person)")
  }

  static func person(_ id: PersonID, in session: any Session) throws -> Person? {
    try session.row("select * from identity_person where id = \(id)").map(read)
  }

  /// By user name first, so that nobody can take over a name by using it as an address.
  static func person(named name: String, in session: any Session) throws -> (person: Person, passwordHash: String?)? {
    let key = PersonRule.key(name)
    let row =
      try session.row("select * from identity_person where user_name_key = \(key)")
      ?? session.row("select * from identity_person where email_key = \(key)")
    return try row.map { (try read($0), try $0.stringIfAny("password_hash")) }
  }

  static func passwordHash(of person: PersonID, in session: any Session) throws -> String? {
    try session.row("select password_hash from identity_person where id = \(person)")?.stringIfAny("password_hash")
  }

  /// Humans in the order of their names, after `key`.
  static func list(after key: String?, limit: Int, in session: any Session) throws -> [Person] {
    let from: Statement = key.map { "and user_name_key > \($0)" } ?? ""
    return try session.rows(
      "select * from identity_person where kind = 'human' \(from) order by user_name_key limit \(limit)"
    ).map(read)
  }

  /// The enabled administrators, the oldest first; locked, so that two can't demote each other at once.
  static func administrators(in session: any Session, locked: Bool = false) throws -> [Person] {
    try session.rows(
      """
      select * from identity_person where kind = 'human' and site_role = 'administrator' and enabled = 1
      order by created_at, id\(locked ? session.dialect.forUpdate : "")
      """
    ).map(read)
  }

  /// Whether a name or an address is somebody else's name or address.
  static func isTaken(_ key: String, besides person: PersonID?, in session: any Session) throws -> Bool {
    let others: Statement = person.map { "and id <> \($0)" } ?? ""
    return try session.exists(
      "select 1 as n from identity_person where (user_name_key = \(key) or email_key = \(key)) \(others) limit 1")
  }

  static func read(_ row: Row) throws -> Person {
    Person(
      id: try row.id("id"), userName: try row.string("user_name"), email: try row.stringIfAny("email"),
      displayName: try row.string("display_name"), kind: try row.choice("kind"),
      siteRole: try row.choice("site_role"), isEnabled: try row.bool("enabled"),
      createdAt: try row.date("created_at"))
  }
}
