/// Who is calling, with everything that decides what they may do; read anew for every request, so that a changed role
/// counts at once.
package struct Principal: Sendable, Hashable {
  package let person: PersonID
  /// The unique name the person signs in with.
  package let userName: String
  package let displayName: String
  package let email: String?
  package let siteRole: SiteRole
  /// The teams the person is in, with the role there.
  package let teams: [TeamID: TeamRole]
  /// The team whose roles govern the library.
  package let organizationTeam: TeamID
  /// The registered application that calls on the person's behalf; `nil` for a browser session.
  package let clientID: String?
  /// What the application may do; `nil` for a browser session, which may do everything the person may.
  package let scopes: Set<String>?

  package init(
    person: PersonID, userName: String, displayName: String, email: String? = nil, siteRole: SiteRole,
    teams: [TeamID: TeamRole], organizationTeam: TeamID, clientID: String? = nil, scopes: Set<String>? = nil
  ) {
    self.person = person
    self.userName = userName
    self.displayName = displayName
    self.email = email
    self.siteRole = siteRole
    self.teams = teams
    self.organizationTeam = organizationTeam
    self.clientID = clientID
    self.scopes = scopes
  }
}

extension Principal {
  /// Whether the program in between was allowed to call the API at all; always true for a browser session.
  package var mayUseAPI: Bool { scopes?.contains(OAuthScope.api.rawValue) ?? true }

  /// The role that governs the library; `nil` when the person was taken out of the organization's team.
  package var libraryRole: TeamRole? { teams[organizationTeam] }
}
