import Core
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct TeamTests {
  @Test(arguments: StoreEngine.tested)
  func onlySiteAdministratorsCreateTeamsUnlessTheSettingOpensIt(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let member = try await house.add("member")
      await #expect(throws: AccessError.self) { try await house.identity.teams.create(name: "Press", as: member) }
      let team = try await house.identity.teams.create(name: " Press ", as: house.administrator)
      #expect(team.name == "Press" && team.owner == house.administrator.person && team.kind == .created)
      let open = try await Identity(
        store: house.store, effects: house.effects, sealer: .open,
        settings: House.settings { $0.everyoneCreatesTeams = true })
      let own = try await open.teams.create(name: "Own", as: member)
      #expect(try await house.principal(member.person).teams[own.id] == .manager)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aTeamIsUnknownToThoseOutsideOfIt(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let outsider = try await house.add("outsider")
      let teams = house.identity.teams
      let team = try await teams.create(name: "Secret", as: house.administrator)
      await #expect(throws: TeamError.notFound) { try await teams.find(team.id, as: outsider) }
      await #expect(throws: TeamError.notFound) { try await teams.members(of: team.id, as: outsider) }
      await #expect(throws: TeamError.notFound) { try await teams.rename(team.id, to: "Mine", as: outsider) }
      await #expect(throws: TeamError.notFound) { try await teams.delete(team.id, as: outsider) }
      #expect(try await teams.list(as: outsider).contains { $0.id == team.id } == false)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoeverHasWriteAddsWithAtMostTheirOwnRole(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let teams = house.identity.teams
      let team = try await teams.create(name: "Press", as: house.administrator)
      _ = try await house.add("writer")
      _ = try await teams.addMember("writer", role: .write, to: team.id, as: house.administrator)
      let writer = try await house.principal(try #require(try await house.identity.people.find(named: "writer")).id)
      for name in ["a1", "a2", "a3"] { _ = try await house.add(name) }
      await #expect(throws: TeamError.roleAboveOwn(.write)) {
        try await teams.addMember("a1", role: .manager, to: team.id, as: writer)
      }
      #expect(try await teams.addMember("a1", to: team.id, as: writer).role == .read)
      #expect(try await teams.addMember("a2", role: .write, to: team.id, as: writer).role == .write)
      await #expect(throws: TeamError.alreadyMember) {
        try await teams.addMember("a1", role: .write, to: team.id, as: writer)
      }
      let added = try await house.principal(try #require(try await house.identity.people.find(named: "a1")).id)
      await #expect(throws: AccessError.self) {
        try await teams.changeRole(of: added.person, to: .write, in: team.id, as: writer)
      }
      await #expect(throws: AccessError.self) { try await teams.addMember("a3", to: team.id, as: added) }
      #expect(try await teams.addMember("a3", role: .manager, to: team.id, as: house.administrator).role == .manager)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func membersAreAddedByNameOrAddressAndOnlyWhoIsThere(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let teams = house.identity.teams
      let team = try await teams.create(name: "Press", as: house.administrator)
      let draft = PersonDraft(userName: "eve", email: "eve@example.org")
      let eve = try await house.identity.people.add(draft, as: house.administrator).person
      let gone = try await house.add("gone")
      _ = try await house.identity.people.update(gone.person, PersonChange(isEnabled: false), as: house.administrator)
      #expect(try await teams.addMember("EVE@example.org", to: team.id, as: house.administrator).person.id == eve.id)
      for name in ["gone", "nobody", "", "\u{0}"] {
        await #expect(throws: TeamError.noSuchPerson) {
          try await teams.addMember(name, to: team.id, as: house.administrator)
        }
      }
      let members = try await teams.members(of: team.id, as: house.administrator)
      #expect(members.map(\.person.userName) == ["admin", "eve"])
      #expect(members.map(\.isOwner) == [true, false])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theOwnerStaysManagerUntilTheTeamIsHandedOver(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let teams = house.identity.teams
      let team = try await teams.create(name: "Press", as: house.administrator)
      _ = try await house.add("second")
      let second = try await teams.addMember("second", role: .manager, to: team.id, as: house.administrator).person
      let manager = try await house.principal(second.id)
      let owner = house.administrator.person
      await #expect(throws: TeamError.owner) {
        try await teams.changeRole(of: owner, to: .read, in: team.id, as: manager)
      }
      await #expect(throws: TeamError.owner) { try await teams.removeMember(owner, from: team.id, as: manager) }
      await #expect(throws: TeamError.owner) {
        try await teams.removeMember(owner, from: team.id, as: house.administrator)
      }
      await #expect(throws: AccessError.self) { try await teams.handOver(team.id, to: second.id, as: manager) }
      await #expect(throws: AccessError.self) { try await teams.delete(team.id, as: manager) }
      try await teams.handOver(team.id, to: second.id, as: house.administrator)
      try await teams.changeRole(of: owner, to: .read, in: team.id, as: manager)
      #expect(try await house.principal(owner).teams[team.id] == .read)
      try await teams.removeMember(owner, from: team.id, as: manager)
      #expect(try await house.principal(owner).teams[team.id] == nil)
      try await teams.delete(team.id, as: manager)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func personalTeamsAndTheOrganizationsTeamCannotBeDeleted(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      for team in try await house.identity.teams.list(as: house.administrator) {
        await #expect(throws: TeamError.undeletable(team.kind)) {
          try await house.identity.teams.delete(team.id, as: house.administrator)
        }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aTeamThatSomethingBelongsToIsNotDeleted(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let team = try await house.identity.teams.create(name: "Press", as: house.administrator)
      try await house.store.write { session in
        try session.run("create table thing (team text not null references identity_team (id))")
        try session.run("insert into thing (team) values (\(team.id))")
      }
      await #expect(throws: TeamError.inUse) {
        try await house.identity.teams.delete(team.id, as: house.administrator)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func peopleLeaveTeamsByThemselves(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let reader = try await house.add("reader")
      try await house.identity.teams.removeMember(reader.person, from: reader.organizationTeam, as: reader)
      #expect(try await house.principal(reader.person).libraryRole == nil)
      await #expect(throws: TeamError.notFound) {
        try await house.identity.teams.members(of: reader.organizationTeam, as: house.principal(reader.person))
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aChangedRoleCountsAtTheNextRequestOfARunningSession(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let reader = try await house.add("reader")
      let token = try await house.identity.sessions.begin(for: reader.person, address: "", userAgent: "").token.revealed
      #expect(try await house.identity.principal(session: token).libraryRole == .read)
      try await house.identity.teams.changeRole(
        of: reader.person, to: .write, in: reader.organizationTeam, as: house.administrator)
      #expect(try await house.identity.principal(session: token).libraryRole == .write)
    }
  }
}
