/// What a permission is asked for.
package enum Resource: Sendable, Hashable {
  /// The installation itself.
  case site
  /// The one library of the organization, governed by the roles in the organization's team.
  case library
  /// A team and what it owns.
  case team(TeamID)
}
