/// One thing that somebody may or may not do; what ``Access`` is asked about.
package enum Permission: String, Sendable, Codable, CaseIterable {
  // Site-wide privileges, in the order of the published matrix.
  case invitePeople
  case enableIntegrations
  case manageUsers
  case manageTeams
  case administerIntegrations
  case administerSettings
  case createTeams
  case syncInOwnTeams
  case joinTeams

  // Team privileges, in the order of the published matrix.
  case changeMemberPermissions
  case addMembers
  case connectSource
  case editServiceSettings
  case syncFiles
  case runJobs
  case createAlbums
  case createFolders
  case uploadToAlbum
  case commentOnAsset
  case annotateAsset

  // Team privileges that the matrix has no word for.
  case viewTeam
  case viewLibrary
  case viewConnections
  case viewFlows
  case editMetadata
  case deleteAssets
  case createDirectLinks
  case manageKeywords
  case manageCategories
  case changeConnection
  case editFlows
  case runFlows
  case purgeAssets
  case manageAttributes
}

extension Permission {
  /// Whether it belongs to the site role; all others belong to the role in a team.
  package var isSiteWide: Bool { leastTeamRole == nil }

  /// The lowest team role that has it; `nil` for site privileges.
  package var leastTeamRole: TeamRole? {
    switch self {
    case .invitePeople, .enableIntegrations, .manageUsers, .manageTeams, .administerIntegrations, .administerSettings,
      .createTeams, .syncInOwnTeams, .joinTeams:
      nil
    case .viewTeam, .viewLibrary, .viewConnections, .viewFlows:
      .read
    case .commentOnAsset, .annotateAsset:
      .commenter
    case .addMembers, .connectSource, .editServiceSettings, .syncFiles, .runJobs, .createAlbums, .createFolders,
      .uploadToAlbum, .editMetadata, .deleteAssets, .createDirectLinks, .manageKeywords, .manageCategories,
      .changeConnection, .editFlows, .runFlows:
      .write
    case .changeMemberPermissions, .purgeAssets, .manageAttributes:
      .manager
    }
  }

  /// What the site privilege ``manageTeams`` gives in every team, member or not: the team itself, never its contents.
  var isCoveredByManageTeams: Bool {
    switch self {
    case .viewTeam, .addMembers, .changeMemberPermissions: true
    default: false
    }
  }

  /// The site privilege that the team privilege needs besides the team role.
  var neededSitePermission: Permission? {
    self == .syncFiles ? .syncInOwnTeams : nil
  }

  /// The privilege in the words of a message to people: "may not …".
  var phrase: String {
    rawValue.reduce(into: "") { words, letter in
      words += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
    }
  }
}
