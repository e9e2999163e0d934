import Core
import Foundation
import Testing

@testable import Identity

/// The published matrix, cell by cell, and Weir's further privileges in the same form.
/// Details are compared as JSON values, numbers by value.
@Suite struct AccessMatrixTests {
  struct SiteCell: Sendable, CustomTestStringConvertible {
    let permission: Permission
    let role: SiteRole
    let isAllowed: Bool
    var testDescription: String { "\(role.rawValue) \(permission.rawValue) \(isAllowed)" }
  }

  struct TeamCell: Sendable, CustomTestStringConvertible {
    let permission: Permission
    let role: TeamRole
    let isAllowed: Bool
    var testDescription: String { "\(role.rawValue) \(permission.rawValue) \(isAllowed)" }
  }

  static let siteMatrix = """
    invitePeople            yes no
    enableIntegrations      yes no
    manageUsers             yes no
    manageTeams             yes no
    administerIntegrations  yes no
    administerSettings      yes no
    createTeams             yes no
    syncInOwnTeams          yes yes
    joinTeams               yes yes
    """

  static let teamMatrix = """
    changeMemberPermissions yes no  no  no
    addMembers              yes yes no  no
    connectSource           yes yes no  no
    editServiceSettings     yes yes no  no
    syncFiles               yes yes no  no
    runJobs                 yes yes no  no
    createAlbums            yes yes no  no
    createFolders           yes yes no  no
    uploadToAlbum           yes yes no  no
    commentOnAsset          yes yes yes no
    annotateAsset           yes yes yes no
    """

  static let furtherMatrix = """
    viewTeam                yes yes yes yes
    viewLibrary             yes yes yes yes
    viewConnections         yes yes yes yes
    viewFlows               yes yes yes yes
    editMetadata            yes yes no  no
    deleteAssets            yes yes no  no
    createDirectLinks       yes yes no  no
    manageKeywords          yes yes no  no
    manageCategories        yes yes no  no
    changeConnection        yes yes no  no
    editFlows               yes yes no  no
    runFlows                yes yes no  no
    purgeAssets             yes no  no  no
    manageAttributes        yes no  no  no
    """

  static let siteCells = rows(siteMatrix).flatMap { permission, cells in
    zip([SiteRole.administrator, .member], cells).map { SiteCell(permission: permission, role: $0, isAllowed: $1) }
  }

  static let teamCells = rows(teamMatrix + "\n" + furtherMatrix).flatMap { permission, cells in
    zip([TeamRole.manager, .write, .commenter, .read], cells).map {
      TeamCell(permission: permission, role: $0, isAllowed: $1)
    }
  }

  @Test func theMatrixHasEveryPermissionOnce() {
    let listed = (Self.siteMatrix + "\n" + Self.teamMatrix + "\n" + Self.furtherMatrix).split(separator: "\n").map {
      String($0.split(separator: " ")[0])
    }
    #expect(listed.sorted() == Permission.allCases.map(\.rawValue).sorted())
    #expect(Self.rows(Self.siteMatrix).count * 2 + Self.rows(Self.teamMatrix).count * 4 == 62)
  }

  @Test(arguments: siteCells)
  func aSitePrivilegeDependsOnTheSiteRoleAlone(cell: SiteCell) {
    // The highest team role adds nothing.
    let principal = Self.principal(site: cell.role, team: .manager)
    #expect(Access.allows(cell.permission, on: .site, as: principal) == cell.isAllowed)
    #expect(((try? Access.require(cell.permission, on: .site, as: principal)) != nil) == cell.isAllowed)
  }

  @Test(arguments: teamCells)
  func aTeamPrivilegeDependsOnTheRoleInThatTeam(cell: TeamCell) {
    let principal = Self.principal(site: .member, team: cell.role)
    #expect(Access.allows(cell.permission, on: .team(Self.team), as: principal) == cell.isAllowed)
    #expect(Access.allows(cell.permission, on: .library, as: principal) == false)
    #expect(Access.allows(cell.permission, on: .team(Self.organization), as: principal) == false)
    #expect(Access.allows(cell.permission, on: .site, as: principal) == false)
    let inLibrary = Self.principal(site: .member, library: cell.role)
    #expect(Access.allows(cell.permission, on: .library, as: inLibrary) == cell.isAllowed)
  }

  /// A site administrator manages teams, which is no look into them.
  @Test(arguments: Permission.allCases.filter { !$0.isSiteWide })
  func aSiteAdministratorReachesOnlyTheTeamItself(permission: Permission) {
    let principal = Self.principal(site: .administrator, team: nil)
    let isTeamItself = [.viewTeam, .addMembers, .changeMemberPermissions].contains(permission)
    #expect(Access.allows(permission, on: .team(Self.team), as: principal) == isTeamItself)
  }

  @Test(arguments: Permission.allCases)
  func withoutTheScopeOfTheAPINothingIsAllowed(permission: Permission) {
    let base = Self.principal(site: .administrator, team: .manager, library: .manager)
    let principal = Self.principal(base, scopes: ["openid", "profile"])
    for resource in [Resource.site, .library, .team(Self.team)] {
      #expect(Access.allows(permission, on: resource, as: principal) == false)
      #expect(throws: AccessError.insufficientScope(needed: "api")) {
        try Access.require(permission, on: resource, as: principal)
      }
    }
  }

  @Test func aRefusalNamesWhatIsMissing() throws {
    let error = #expect(throws: AccessError.self) {
      try Access.require(.purgeAssets, on: .library, as: Self.principal(site: .member, library: .write))
    }
    #expect(error?.message == "Your role in the library doesn't allow you to purge assets.")
    #expect(error?.details["permission"] == "purgeAssets")
  }

  // MARK: Fixtures

  static let team = TeamID(UUID())
  static let organization = TeamID(UUID())

  static func principal(site: SiteRole, team role: TeamRole? = nil, library: TeamRole? = nil) -> Principal {
    var teams: [TeamID: TeamRole] = [:]
    teams[team] = role
    teams[organization] = library
    return Principal(
      person: PersonID(UUID()), userName: "p", displayName: "P", siteRole: site, teams: teams,
      organizationTeam: organization)
  }

  static func principal(_ base: Principal, scopes: Set<String>) -> Principal {
    Principal(
      person: base.person, userName: base.userName, displayName: base.displayName, siteRole: base.siteRole,
      teams: base.teams, organizationTeam: base.organizationTeam, clientID: "c", scopes: scopes)
  }

  static func rows(_ matrix: String) -> [(Permission, [Bool])] {
    matrix.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      return Permission(rawValue: words[0]).map { ($0, words.dropFirst().map { $0 == "yes" }) }
    }
  }
}
