import Core
import Persistence

extension People {
  func prepare(_ draft: PersonDraft) async throws -> (person: Person, password: Secret, hash: String) {
    let person = Person(
      id: effects.id(), userName: try PersonRule.userName(draft.userName),
      email: try draft.email.map { text throws(PeopleError) in try PersonRule.email(text) },
      displayName: try PersonRule.displayName(draft.displayName), kind: .human, siteRole: draft.siteRole,
      isEnabled: true, createdAt: effects.now())
    let password = draft.password ?? PasswordRule.random(effects)
    try PasswordRule.check(password, userName: person.userName)
    return (person, password, try await hasher.hash(password))
  }

  func personalTeam(of person: Person) -> Team {
    Team(id: effects.id(), name: person.displayName, kind: .personal, owner: person.id, createdAt: person.createdAt)
  }

  static func apply(_ change: PersonChange, to old: Person) throws(PeopleError) -> Person {
    var email = old.email
    if let text = change.email { email = text.isEmpty ? nil : try PersonRule.email(text) }
    var displayName = old.displayName
    if let text = change.displayName { displayName = try PersonRule.displayName(text) }
    return Person(
      id: old.id, userName: old.userName, email: email, displayName: displayName, kind: old.kind,
      siteRole: change.siteRole ?? old.siteRole, isEnabled: change.isEnabled ?? old.isEnabled,
      createdAt: old.createdAt)
  }

  static func refuseTaken(_ person: Person, in session: any Session) throws {
    if try PersonStore.isTaken(PersonRule.key(person.userName), besides: person.id, in: session) {
      throw PeopleError.taken(field: "user name")
    }
    if let email = person.email, try PersonStore.isTaken(PersonRule.key(email), besides: person.id, in: session) {
      throw PeopleError.taken(field: "email")
    }
  }
}
