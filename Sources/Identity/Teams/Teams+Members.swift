import Core
import Persistence

extension Teams {
  /// Who is in a team, by user name.
  package func members(of id: TeamID, as principal: Principal) async throws -> [Member] {
    try await store.read { session in
      try TeamStore.members(of: Self.visible(id, to: principal, in: session), in: session)
    }
  }

  /// Adds somebody to a team.
  ///
  /// Whoever has Write adds with at most their own role; managers and site administrators with any.
  /// - Parameters:
  ///   - name: a user name or an e-mail address.
  ///   - role: Read unless said otherwise.
  package func addMember(_ name: String, role: TeamRole = .read, to id: TeamID, as principal: Principal) async throws
    -> Member
  {
    let now = effects.now()
    return try await store.write { session in
      let team = try Self.visible(id, to: principal, in: session, locked: true)
      try Access.require(.addMembers, on: .team(id), as: principal)
      let own = Self.highestRole(toGiveIn: id, by: principal)
      if role > own { throw TeamError.roleAboveOwn(own) }
      guard PersonRule.isPrintable(name), let person = try PersonStore.person(named: name, in: session)?.person,
        person.isEnabled, person.siteRole.permissions.contains(.joinTeams)
      else { throw TeamError.noSuchPerson }
      guard try TeamStore.role(of: person.id, in: id, session) == nil else { throw TeamError.alreadyMember }
      try TeamStore.setMembership(Membership(person: person.id, role: role, addedAt: now), of: id, in: session)
      return Member(person: person, role: role, isOwner: person.id == team.owner)
    }
  }

  /// Gives a member another role; for managers of the team and site administrators.
  package func changeRole(of person: PersonID, to role: TeamRole, in id: TeamID, as principal: Principal) async throws {
    let now = effects.now()
    try await store.write { session in
      let team = try Self.visible(id, to: principal, in: session, locked: true)
      try Access.require(.changeMemberPermissions, on: .team(id), as: principal)
      if team.owner == person, role != .manager { throw TeamError.owner }
      guard try TeamStore.role(of: person, in: id, session) != nil else { throw TeamError.notMember }
      try TeamStore.setMembership(Membership(person: person, role: role, addedAt: now), of: id, in: session)
    }
  }

  /// Takes somebody out of a team; people may leave a team by themselves, except its owner.
  package func removeMember(_ person: PersonID, from id: TeamID, as principal: Principal) async throws {
    try await store.write { session in
      let team = try Self.visible(id, to: principal, in: session, locked: true)
      if person != principal.person || !principal.mayUseAPI {
        try Access.require(.changeMemberPermissions, on: .team(id), as: principal)
      }
      if team.owner == person { throw TeamError.owner }
      guard try TeamStore.removeMember(person, of: id, in: session) else { throw TeamError.notMember }
    }
  }

  private static func highestRole(toGiveIn team: TeamID, by principal: Principal) -> TeamRole {
    if Access.allows(.changeMemberPermissions, on: .team(team), as: principal) { return .manager }
    return principal.teams[team] ?? .read
  }
}
