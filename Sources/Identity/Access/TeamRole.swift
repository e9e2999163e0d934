/// What a person may do in one team. Each role may do everything that the role before it may.
package enum TeamRole: String, Sendable, Codable, CaseIterable {
  /// Views, and nothing else.
  case read
  /// Also comments on assets and annotates them.
  case commenter
  /// Also connects sources, uploads, edits and runs flows.
  case write
  /// Also decides what the other members may do, and purges.
  case manager
}

extension TeamRole: Comparable {
  package static func < (left: TeamRole, right: TeamRole) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .read: 0
    case .commenter: 1
    case .write: 2
    case .manager: 3
    }
  }
}

extension TeamRole {
  /// The team privileges of the role: the published matrix, column by column, with Weir's further ones.
  package var permissions: Set<Permission> {
    Set(Permission.allCases.filter { permission in permission.leastTeamRole.map { self >= $0 } ?? false })
  }
}
