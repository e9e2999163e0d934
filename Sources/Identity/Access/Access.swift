/// The one place that decides what somebody may do.
///
/// ```swift
/// try Access.require(.editMetadata, on: .library, as: principal)
/// ```
package enum Access {
  /// - Throws: ``AccessError`` when `principal` may not.
  package static func require(
    _ permission: Permission, on resource: Resource, as principal: Principal
  ) throws(AccessError) {
    guard principal.mayUseAPI else { throw .insufficientScope(needed: OAuthScope.api.rawValue) }
    guard allows(permission, on: resource, as: principal) else { throw .denied(permission, on: resource) }
  }

  /// Whether `principal` may, for pages that leave out what they can't do.
  ///
  /// A site privilege depends on the site role alone. A team privilege needs the role in that team and, where the
  /// matrix has one, the site privilege of the same name. A site administrator may do to every team what
  /// ``Permission/manageTeams`` covers, and sees the contents only of the teams they are in.
  package static func allows(_ permission: Permission, on resource: Resource, as principal: Principal) -> Bool {
    guard principal.mayUseAPI else { return false }
    let site = principal.siteRole.permissions
    if permission.isSiteWide { return site.contains(permission) }
    guard let team = team(of: resource, for: principal) else { return false }
    if permission.isCoveredByManageTeams, site.contains(.manageTeams) { return true }
    if let needed = permission.neededSitePermission, !site.contains(needed) { return false }
    return principal.teams[team]?.permissions.contains(permission) ?? false
  }

  private static func team(of resource: Resource, for principal: Principal) -> TeamID? {
    switch resource {
    case .site: nil
    case .library: principal.organizationTeam
    case .team(let team): team
    }
  }
}
