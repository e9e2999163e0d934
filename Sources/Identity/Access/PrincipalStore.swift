import Persistence

/// Puts together who is calling, in one read.
enum PrincipalStore {
  /// - Returns: `nil` when the person is unknown or disabled.
  static func principal(
    _ person: PersonID, clientID: String? = nil, scopes: Set<String>? = nil, in session: any Session
  ) throws -> Principal? {
    guard let person = try PersonStore.person(person, in: session), person.isEnabled else { return nil }
    guard let organization = try TeamStore.organization(in: session) else { return nil }
    return Principal(
      person: person.id, userName: person.userName, displayName: person.displayName, email: person.email,
      siteRole: person.siteRole, teams: try TeamStore.roles(of: person.id, in: session),
      organizationTeam: organization, clientID: clientID, scopes: scopes)
  }
}
