/// What a person may do to the installation as a whole, apart from the teams the person is in.
package enum SiteRole: String, Sendable, Codable, CaseIterable {
  /// Manages people, teams, integrations and settings.
  case administrator
  /// Works in the teams the person was added to.
  case member
}

extension SiteRole {
  /// The site privileges of the role: the published matrix, row by row.
  package var permissions: Set<Permission> {
    switch self {
    case .administrator: Set(Permission.allCases.filter(\.isSiteWide))
    case .member: [.syncInOwnTeams, .joinTeams]
    }
  }
}
