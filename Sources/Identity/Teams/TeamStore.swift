import Foundation
import Persistence

/// The rows of teams and of who is in them.
enum TeamStore {
  /// Inserts a team with its owner as manager.
  static func insert(_ team: Team, in session: any Session) throws {
    try session.run(
      """
      insert into identity_team (id, name, kind, owner, created_at)
      values (\(team.id), \(team.name), \(team.kind.rawValue), \(team.owner), \(team.createdAt))
      """)
    try setMembership(
      Membership(person: team.owner, role: .manager, addedAt: team.createdAt), of: team.id, in: session)
  }

  static func team(_ id: TeamID, in session: any Session, locked: Bool = false) throws -> Team? {
    try session.row("select * from identity_team where id = \(id)\(locked ? session.dialect.forUpdate : "")").map(read)
  }

  static func organization(in session: any Session) throws -> TeamID? {
    try session.row("select id from identity_team where kind = 'organization'")?.id("id")
  }

  /// All teams, or those that somebody is in; the organization's first, then by name.
  static func list(of person: PersonID?, in session: any Session) throws -> [Team] {
    let own: Statement =
      person.map { "where id in (select team from identity_membership where person = \($0))" } ?? ""
    return try session.rows(
      """
      select * from identity_team \(own)
      order by case kind when 'organization' then 0 when 'personal' then 2 else 1 end, lower(name), id
      """
    ).map(read)
  }

  static func rename(_ team: TeamID, to name: String, in session: any Session) throws {
    try session.run("update identity_team set name = \(name) where id = \(team)")
  }

  static func setOwner(_ person: PersonID, of team: TeamID, in session: any Session) throws {
    try session.run("update identity_team set owner = \(person) where id = \(team)")
  }

  static func delete(_ team: TeamID, in session: any Session) throws {
    try session.run("delete from identity_team where id = \(team)")
  }

  static func roles(of person: PersonID, in session: any Session) throws -> [TeamID: TeamRole] {
    try session.rows("select team, role from identity_membership where person = \(person)")
      .reduce(into: [:]) { roles, row in roles[try row.id("team")] = try row.choice("role", as: TeamRole.self) }
  }

  static func role(of person: PersonID, in team: TeamID, _ session: any Session) throws -> TeamRole? {
    try session.row("select role from identity_membership where team = \(team) and person = \(person)")?
      .choice("role", as: TeamRole.self)
  }

  static func members(of team: Team, in session: any Session) throws -> [Member] {
    try session.rows(
      """
      select p.*, m.role as team_role from identity_membership m join identity_person p on p.id = m.person
      where m.team = \(team.id) order by p.user_name_key
      """
    ).map { row in
      let person = try PersonStore.read(row)
      return Member(person: person, role: try row.choice("team_role"), isOwner: person.id == team.owner)
    }
  }

  static func setMembership(_ membership: Membership, of team: TeamID, in session: any Session) throws {
    try session.run(
      """
      insert into identity_membership (team, person, role, added_at)
      values (\(team), \(membership.person), \(membership.role.rawValue), \(membership.addedAt))
      on conflict (team, person) do update set role = excluded.role
      """)
  }

  static func removeMember(_ person: PersonID, of team: TeamID, in session: any Session) throws -> Bool {
    try session.run("delete from identity_membership where team = \(team) and person = \(person)") > 0
  }

  private static func read(_ row: Row) throws -> Team {
    Team(
      id: try row.id("id"), name: try row.string("name"), kind: try row.choice("kind"), owner: try row.id("owner"),
      createdAt: try row.date("created_at"))
  }
}
