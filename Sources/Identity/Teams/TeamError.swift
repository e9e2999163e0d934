package import Core

/// Why something about a team can't be done.
package enum TeamError: CodedError, Equatable {
  /// It isn't there, or the caller may not know of it.
  case notFound
  case invalidName
  /// Personal teams and the organization's team stay.
  case undeletable(Team.Kind)
  /// Something still belongs to it.
  case inUse
  /// The owner can't be demoted or removed.
  case owner
  case noSuchPerson
  case notMember
  case alreadyMember
  /// A role above the adder's own.
  case roleAboveOwn(TeamRole)

  package var code: String {
    switch self {
    case .notFound: "team_not_found"
    case .invalidName: "invalid_team_name"
    case .undeletable: "team_undeletable"
    case .inUse: "team_in_use"
    case .owner: "team_owner"
    case .noSuchPerson: "person_not_found"
    case .notMember: "member_not_found"
    case .alreadyMember: "member_exists"
    case .roleAboveOwn: "role_above_own"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound, .notMember: .notFound
    case .invalidName, .noSuchPerson: .invalid
    case .undeletable, .inUse, .owner, .alreadyMember: .conflict
    case .roleAboveOwn: .forbidden
    }
  }

  package var message: String {
    switch self {
    case .notFound: "There is no such team."
    case .invalidName: "A team's name has 1 to 200 printable characters."
    case .undeletable(.personal): "A personal team can't be deleted."
    case .undeletable: "The organization's team can't be deleted."
    case .inUse: "Something still belongs to this team."
    case .owner: "The owner of a team keeps the role of a manager and stays in it."
    case .noSuchPerson: "There is nobody with this user name or e-mail address."
    case .notMember: "This person is not in the team."
    case .alreadyMember: "This person is in the team already."
    case .roleAboveOwn(let own): "You can give at most your own role, \(own.rawValue)."
    }
  }

  package var advice: String? {
    switch self {
    case .inUse: "Delete or move its connections and flows first."
    case .owner: "Hand the team over to somebody else first."
    case .noSuchPerson: "Check the spelling, or ask a site administrator to add the person."
    case .alreadyMember: "A manager of the team can change the role."
    default: nil
    }
  }
}
