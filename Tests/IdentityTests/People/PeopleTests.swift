import Core
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct PeopleTests {
  @Test(arguments: StoreEngine.tested)
  func theFirstAdministratorIsMadeOnceWithEverythingThatBelongsToThem(engine: StoreEngine) async throws {
    try await engine.withStore(IdentitySchema.migrations) { store in
      let identity = try await Identity(
        store: store, effects: .test(), sealer: .open, settings: House.settings { $0.organizationName = "Example" })
      await #expect(throws: PeopleError.nobodyYet) { try await identity.console() }
      let added = try #require(try await identity.people.addFirstAdministrator())
      #expect(try await identity.people.addFirstAdministrator() == nil)
      let person = try await identity.signIn.person(named: "admin", password: added.password, address: "a")
      let principal = try #require(try await identity.principal(person: person.id))
      #expect(principal.siteRole == .administrator && principal.libraryRole == .manager)
      let teams = try await identity.teams.list(as: principal)
      #expect(teams.map(\.kind) == [.organization, .personal])
      #expect(teams.map(\.name) == ["Example", "Administrator"])
      #expect(try await identity.console() == principal)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func ofManyWhoMakeTheFirstAdministratorAtOnceOneDoes(engine: StoreEngine) async throws {
    try await engine.withStore(IdentitySchema.migrations) { store in
      let identity = try await Identity(store: store, effects: .test(), sealer: .open, settings: House.settings())
      let made = try await withThrowingTaskGroup { group in
        for number in 0..<4 {
          group.addTask { try await identity.people.addFirstAdministrator(userName: "admin\(number)") }
        }
        return try await group.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
      }
      #expect(made == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aNewPersonGetsAPersonalTeamAndTheAskedRoleInTheLibrary(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let writer = try await house.add("writer", library: .write)
      #expect(writer.libraryRole == .write && writer.siteRole == .member)
      let teams = try await house.identity.teams.list(as: writer)
      #expect(teams.map(\.kind) == [.organization, .personal])
      let outsider = try await house.add("outsider", library: nil)
      #expect(outsider.libraryRole == nil)
      #expect(!Access.allows(.viewLibrary, on: .library, as: outsider))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlyASiteAdministratorAddsListsAndChangesPeople(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let member = try await house.add("member", library: .manager)
      let people = house.identity.people
      await #expect(throws: AccessError.self) { try await people.add(PersonDraft(userName: "x1"), as: member) }
      await #expect(throws: AccessError.self) { try await people.list(as: member) }
      await #expect(throws: AccessError.self) { try await people.resetPassword(of: member.person, as: member) }
      await #expect(throws: AccessError.self) {
        try await people.update(member.person, PersonChange(siteRole: .administrator), as: member)
      }
      await #expect(throws: AccessError.self) {
        try await people.update(house.administrator.person, PersonChange(displayName: "Fool"), as: member)
      }
      let renamed = try await people.update(member.person, PersonChange(displayName: " M. Ember "), as: member)
      #expect(renamed.displayName == "M. Ember")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func namesAndAddressesBelongToOnePersonWhateverTheCase(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let people = house.identity.people
      _ = try await people.add(PersonDraft(userName: "Ann", email: "ann@example.org"), as: house.administrator)
      let clashes = [
        PersonDraft(userName: "aNN"), PersonDraft(userName: "ANN@example.org"),
        PersonDraft(userName: "bob", email: "Ann@Example.org"),
      ]
      for draft in clashes {
        await #expect(throws: PeopleError.self) { try await people.add(draft, as: house.administrator) }
      }
    }
  }

  @Test(arguments: ["", " ", "a b", "a\u{0}", "-a", "ä", String(repeating: "a", count: 101), "a/b", "a<b"])
  func anImpossibleUserNameIsRefused(name: String) {
    #expect(throws: PeopleError.self) { try PersonRule.userName(name) }
  }

  @Test(arguments: ["", "a", "a@", "@b.c", "a@b", "a@.b", "a@b.", "a b@c.d", "a@b@c.d", "a@b.c\u{0}"])
  func anImpossibleAddressIsRefused(address: String) {
    #expect(throws: PeopleError.self) { try PersonRule.email(address) }
  }

  @Test(arguments: StoreEngine.tested)
  func somebodyAlwaysRemainsToAdministerTheSite(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let people = house.identity.people
      let first = house.administrator.person
      for change in [PersonChange(siteRole: .member), PersonChange(isEnabled: false)] {
        await #expect(throws: PeopleError.lastAdministrator) {
          try await people.update(first, change, as: house.administrator)
        }
      }
      let second = try await house.add("second", site: .administrator)
      _ = try await people.update(first, PersonChange(siteRole: .member), as: second)
      await #expect(throws: PeopleError.lastAdministrator) {
        try await people.update(second.person, PersonChange(siteRole: .member), as: second)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func twoAdministratorsCannotDemoteEachOtherAtOnce(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let second = try await house.add("second", site: .administrator)
      let people = house.identity.people
      async let one = try? people.update(second.person, PersonChange(siteRole: .member), as: house.administrator)
      async let other = try? people.update(house.administrator.person, PersonChange(siteRole: .member), as: second)
      let done = [await one, await other].compactMap(\.self)
      #expect(done.count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aNewPasswordNeedsTheOldOneAndEndsOtherSessions(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let person = house.administrator.person
      let here = try await house.session(of: person)
      let there = try await house.identity.sessions.begin(for: person, address: "", userAgent: "").token.revealed
      let new = Secret("another horse entirely")
      let people = house.identity.people
      await #expect(throws: PeopleError.wrongPassword) {
        try await people.changePassword(
          current: Secret("wrong"), new: new, keeping: here.session.id, address: "a", as: house.administrator)
      }
      await #expect(throws: PeopleError.self) {
        try await people.changePassword(
          current: House.password, new: Secret("short"), keeping: nil, address: "a", as: house.administrator)
      }
      try await people.changePassword(
        current: House.password, new: new, keeping: here.session.id, address: "a", as: house.administrator)
      _ = try await house.identity.signIn.person(named: "admin", password: new, address: "a")
      await #expect(throws: SignInError.wrongCredentials) {
        try await house.identity.signIn.person(named: "admin", password: House.password, address: "a")
      }
      await #expect(throws: SignInError.sessionOver) { try await house.identity.principal(session: there) }
      #expect(try await house.identity.sessions.list(of: house.administrator).map(\.id) == [here.session.id])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aResetPasswordIsRandomAndSignsOut(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let somebody = try await house.add("somebody")
      let token = try await house.identity.sessions.begin(for: somebody.person, address: "", userAgent: "").token
      let password = try await house.identity.people.resetPassword(of: somebody.person, as: house.administrator)
      _ = try await house.identity.signIn.person(named: "somebody", password: password, address: "a")
      await #expect(throws: SignInError.sessionOver) { try await house.identity.principal(session: token.revealed) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func listsComeInPagesAndLeaveOutServiceIdentities(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      for name in ["bert", "Anna", "carl", "Dora"] { _ = try await house.add(name) }
      _ = try await house.register(ApplicationDraft(name: "Robot", scopes: [.api], grants: [.clientCredentials]))
      var names: [String] = []
      var cursor: PageCursor?
      repeat {
        let page = try await house.identity.people.list(after: cursor, limit: 2, as: house.administrator)
        #expect(page.items.count <= 2)
        names += page.items.map(\.userName)
        cursor = page.next
      } while cursor != nil
      #expect(names == ["admin", "Anna", "bert", "carl", "Dora"])
    }
  }
}
