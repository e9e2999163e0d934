package import Core
import Foundation
import Persistence

/// Who may sign in: adding, changing and finding people.
package struct People: Sendable {
  let store: any Store
  let effects: Effects
  let settings: IdentitySettings
  let hasher: PasswordHasher
  let throttle: SignInThrottle

  /// Makes the first administrator, the organization's team and both memberships; all or nothing.
  /// - Parameter password: `nil` makes a random one.
  /// - Returns: `nil` when there is somebody already.
  package func addFirstAdministrator(
    userName: String = "admin", displayName: String = "Administrator", email: String? = nil, password: Secret? = nil
  ) async throws -> AddedPerson? {
    let isEmpty = try await store.read { try !$0.exists("select 1 as n from identity_person limit 1") }
    guard isEmpty else { return nil }
    let draft = PersonDraft(
      userName: userName, email: email, displayName: displayName, siteRole: .administrator, password: password)
    let (person, chosen, hash) = try await prepare(draft)
    let organization = Team(
      id: effects.id(), name: settings.organizationName, kind: .organization, owner: person.id,
      createdAt: person.createdAt)
    let personal = personalTeam(of: person)
    do {
      try await store.write { session in
        try PersonStore.insert(person, passwordHash: hash, in: session)
        try TeamStore.insert(organization, in: session)
        try TeamStore.insert(personal, in: session)
      }
    } catch PersistenceError.duplicate {
      return nil  // Another process was quicker.
    }
    return AddedPerson(person: person, password: chosen)
  }

  /// Adds somebody, with a personal team.
  package func add(_ draft: PersonDraft, as principal: Principal) async throws -> AddedPerson {
    try Access.require(.manageUsers, on: .site, as: principal)
    let (person, chosen, hash) = try await prepare(draft)
    let personal = personalTeam(of: person)
    try await store.write { session in
      try Self.refuseTaken(person, in: session)
      try PersonStore.insert(person, passwordHash: hash, in: session)
      try TeamStore.insert(personal, in: session)
      if let role = draft.libraryRole, let organization = try TeamStore.organization(in: session) {
        let membership = Membership(person: person.id, role: role, addedAt: person.createdAt)
        try TeamStore.setMembership(membership, of: organization, in: session)
      }
    }
    return AddedPerson(person: person, password: chosen)
  }

  /// Changes somebody. People change their own name and address; everything else is for site administrators.
  /// - Throws: ``PeopleError/lastAdministrator`` when nobody would be left to administer the site.
  package func update(_ id: PersonID, _ change: PersonChange, as principal: Principal) async throws -> Person {
    let isOwnProfile = id == principal.person && change.siteRole == nil && change.isEnabled == nil
    if !isOwnProfile || !principal.mayUseAPI { try Access.require(.manageUsers, on: .site, as: principal) }
    return try await store.write { session in
      let administrators = try PersonStore.administrators(in: session, locked: true)
      guard let old = try PersonStore.person(id, in: session) else { throw PeopleError.notFound }
      let new = try Self.apply(change, to: old)
      let remains = administrators.contains { $0.id != id } || (new.siteRole == .administrator && new.isEnabled)
      if administrators.contains(where: { $0.id == id }), !remains { throw PeopleError.lastAdministrator }
      try Self.refuseTaken(new, in: session)
      try PersonStore.update(new, in: session)
      if !new.isEnabled { try BrowserSessionStore.endAll(of: id, except: nil, in: session) }
      return new
    }
  }

  /// One person; everybody who is signed in may look up everybody else.
  /// - Throws: ``PeopleError/notFound``
  package func find(_ id: PersonID) async throws -> Person {
    guard let person = try await store.read({ try PersonStore.person(id, in: $0) }) else { throw PeopleError.notFound }
    return person
  }

  /// One person by user name or e-mail address.
  package func find(named name: String) async throws -> Person? {
    guard PersonRule.isPrintable(name) else { return nil }
    return try await store.read { try PersonStore.person(named: name, in: $0)?.person }
  }

  /// People in the order of their user names.
  /// - Parameter cursor: the `next` of the page before.
  package func list(after cursor: PageCursor? = nil, limit: Int = 50, as principal: Principal) async throws
    -> Page<Person>
  {
    try Access.require(.manageUsers, on: .site, as: principal)
    let limit = min(max(limit, 1), 200)
    let key = cursor?.keys.first?.stringValue
    let found = try await store.read { try PersonStore.list(after: key, limit: limit + 1, in: $0) }
    let items = Array(found.prefix(limit))
    let next = found.count > limit ? items.last.map { PageCursor(keys: [.string(PersonRule.key($0.userName))]) } : nil
    return Page(items: items, next: next)
  }
}
