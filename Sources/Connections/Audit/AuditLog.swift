package import Core
package import Foundation
package import Identity
import Persistence

/// One line of the audit log.
package struct AuditEntry: Sendable, Hashable {
  package let at: Date
  /// `nil` when Weir did it by itself.
  package let actor: PersonID?
  /// What happened, as `connection.created`.
  package let action: String
  /// What it happened to, as `connection/0f3a…`.
  package let subject: String
  /// The subject's name at that time.
  package let subjectName: String
  /// Names of changed fields, reasons and the like; never a secret.
  package let details: JSONObject
  /// Whose managers may read it; `nil` is filled in with the team of the connection that it is about.
  package let team: TeamID?

  package init(
    at: Date, actor: PersonID?, action: String, subject: String, subjectName: String, details: JSONObject = [:],
    team: TeamID? = nil
  ) {
    self.at = at
    self.actor = actor
    self.action = action
    self.subject = subject
    self.subjectName = subjectName
    self.details = details
    self.team = team
  }
}

/// Who changed and used what, and when. Rows are added in the transaction that they tell of; the database refuses to
/// change or delete them.
enum AuditLog {
  static func add(_ entry: AuditEntry, in session: any Session) throws {
    let team = try entry.team ?? team(of: entry.subject, in: session)
    try session.run(
      """
      insert into connection_audit (at, actor, action, subject, subject_name, details, team)
      values (\(entry.at), \(entry.actor.sqlValue), \(entry.action), \(entry.subject), \(entry.subjectName),
        \(JSONValue.object(entry.details)), \(team.sqlValue))
      """)
  }

  private static func team(of subject: String, in session: any Session) throws -> TeamID? {
    guard subject.hasPrefix("connection/") else { return nil }
    let id = String(subject.dropFirst("connection/".count))
    return try session.row("select team from connection_connection where id = \(id)")?.idIfAny("team")
  }

  /// The newest entries about a subject, the newest first.
  static func entries(about subject: String, limit: Int, in session: any Session) throws -> [AuditEntry] {
    try session.rows(
      """
      select at, actor, action, subject, subject_name, details, team from connection_audit
      where subject = \(subject) order by id desc limit \(limit)
      """
    ).map(entry)
  }

  static func entry(_ row: Row) throws -> AuditEntry {
    AuditEntry(
      at: try row.date("at"), actor: try row.idIfAny("actor"), action: try row.string("action"),
      subject: try row.string("subject"), subjectName: try row.string("subject_name"),
      details: try row.json("details").objectValue ?? [:], team: try row.idIfAny("team"))
  }
}
