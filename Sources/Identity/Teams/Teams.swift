import Core
import Foundation
import Persistence

/// Teams as such: making, naming, handing over and deleting them.
package struct Teams: Sendable {
  let store: any Store
  let effects: Effects
  let settings: IdentitySettings

  /// The teams that the caller may know of: their own, or all for a site administrator.
  package func list(as principal: Principal) async throws -> [Team] {
    let everything = Access.allows(.manageTeams, on: .site, as: principal)
    return try await store.read { try TeamStore.list(of: everything ? nil : principal.person, in: $0) }
  }

  /// One team.
  /// - Throws: ``TeamError/notFound`` also when the caller may not know of it.
  package func find(_ id: TeamID, as principal: Principal) async throws -> Team {
    try await store.read { try Self.visible(id, to: principal, in: $0) }
  }

  /// Makes a team with the caller as its owner and manager.
  package func create(name: String, as principal: Principal) async throws -> Team {
    if !settings.everyoneCreatesTeams || !principal.mayUseAPI {
      try Access.require(.createTeams, on: .site, as: principal)
    }
    let team = Team(
      id: effects.id(), name: try Self.check(name), kind: .created, owner: principal.person, createdAt: effects.now())
    try await store.write { try TeamStore.insert(team, in: $0) }
    return team
  }

  /// Gives a team another name; for its managers and for site administrators.
  package func rename(_ id: TeamID, to name: String, as principal: Principal) async throws -> Team {
    let name = try Self.check(name)
    return try await store.write { session in
      let team = try Self.managed(id, by: principal, in: session)
      try TeamStore.rename(team.id, to: name, in: session)
      return Team(id: team.id, name: name, kind: team.kind, owner: team.owner, createdAt: team.createdAt)
    }
  }

  /// Makes another member the owner, as a manager; the old owner stays a manager. For the owner and site administrators.
  package func handOver(_ id: TeamID, to person: PersonID, as principal: Principal) async throws {
    let now = effects.now()
    try await store.write { session in
      let team = try Self.managed(id, by: principal, in: session)
      if team.owner != principal.person { try Access.require(.manageTeams, on: .site, as: principal) }
      if team.kind == .personal { throw TeamError.owner }
      guard try TeamStore.role(of: person, in: id, session) != nil else { throw TeamError.notMember }
      try TeamStore.setMembership(Membership(person: person, role: .manager, addedAt: now), of: id, in: session)
      try TeamStore.setOwner(person, of: id, in: session)
    }
  }

  /// Deletes a created team; for its owner and for site administrators.
  /// - Throws: ``TeamError/undeletable(_:)`` for personal teams and the organization's, ``TeamError/inUse`` while
  ///   something belongs to it.
  package func delete(_ id: TeamID, as principal: Principal) async throws {
    do {
      try await store.write { session in
        let team = try Self.managed(id, by: principal, in: session)
        if team.owner != principal.person { try Access.require(.manageTeams, on: .site, as: principal) }
        guard team.kind == .created else { throw TeamError.undeletable(team.kind) }
        try TeamStore.delete(id, in: session)
      }
    } catch PersistenceError.brokenReference {
      throw TeamError.inUse
    }
  }

  static func visible(_ id: TeamID, to principal: Principal, in session: any Session, locked: Bool = false) throws
    -> Team
  {
    guard let team = try TeamStore.team(id, in: session, locked: locked),
      Access.allows(.viewTeam, on: .team(id), as: principal)
    else { throw TeamError.notFound }
    return team
  }

  private static func managed(_ id: TeamID, by principal: Principal, in session: any Session) throws -> Team {
    let team = try visible(id, to: principal, in: session, locked: true)
    try Access.require(.changeMemberPermissions, on: .team(id), as: principal)
    return team
  }

  private static func check(_ name: String) throws(TeamError) -> String {
    let trimmed = name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...200).contains(trimmed.count), PersonRule.isPrintable(trimmed) else { throw .invalidName }
    return trimmed
  }
}
