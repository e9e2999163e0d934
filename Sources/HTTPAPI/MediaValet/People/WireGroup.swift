import Core
import Identity

/// The roles of the library as the MediaValet API shows them: system groups with fixed identifiers.
struct WireGroup: Sendable {
  let id: String
  let name: String
  let role: TeamRole

  static let all: [WireGroup] = [
    WireGroup(id: "7d3f9c1e-8a41-4c5d-9b62-2f8e5a6d0001", name: "Administrators", role: .manager),
    WireGroup(id: "7d3f9c1e-8a41-4c5d-9b62-2f8e5a6d0002", name: "Contributors", role: .write),
    WireGroup(id: "7d3f9c1e-8a41-4c5d-9b62-2f8e5a6d0003", name: "Commenters", role: .commenter),
    WireGroup(id: "7d3f9c1e-8a41-4c5d-9b62-2f8e5a6d0004", name: "Members", role: .read),
  ]

  /// Somebody without a role in the library counts as a member who may nothing.
  static func of(_ role: TeamRole?) -> WireGroup {
    all.first { $0.role == role } ?? WireGroup(id: all.last?.id ?? "", name: "Guests", role: .read)
  }

  func json(orgUnitID: String, organizationName: String, libraryID: String, permissions: [String]) -> JSONValue {
    let object: JSONObject = [
      "roleName": .string(name), "roleDescription": .string(name), "inheritedFrom": [.string(name)],
      "permissions": .array(permissions.map(JSONValue.string)), "id": .string(id),
      "repositories": [.string(libraryID)], "orgUnitId": .string(orgUnitID),
      "orgUnitName": .string(organizationName), "libraryName": [.string("\(organizationName) Library")],
      "isDefaultGroup": true, "hasCategoryDenyPolicy": [], "hasCategoryAllowPolicy": [],
    ]
    var closed = WireLinks.close(object, "group", functions: ["groups"])
    closed["translationKeys"] = ["roleName": .string(name), "roleDescription": .string(name), "namespace": "UserGroup"]
    return .object(closed)
  }

  /// MediaValet's names for what a set of our permissions allows, in the order of its Administrators group.
  static func permissionNames(_ allowed: Set<Permission>) -> [String] {
    names.filter { allowed.contains($0.1) }.map(\.0)
  }

  /// Names without a counterpart here (portals, people, video indexing, …) aren't given to anybody.
  private static let names: [(String, Permission)] = [
    ("CMISRead", .viewLibrary), ("List", .viewLibrary), ("View", .viewLibrary), ("DownloadOriginal", .viewLibrary),
    ("ApproveSubmission", .manageAttributes), ("CreateAsset", .uploadToAlbum), ("CreateFolder", .manageCategories),
    ("DeleteFolder", .manageCategories), ("EditMetadata", .editMetadata), ("ClassifyAssetOnly", .editMetadata),
    ("EditAsset", .editMetadata), ("DeleteAsset", .deleteAssets), ("AdministerRepository", .manageAttributes),
    ("AdministerOrgUnit", .manageTeams), ("AdministerSystem", .administerSettings), ("CMISWrite", .editMetadata),
    ("ViewVersions", .viewLibrary), ("ViewLinkedAssets", .viewLibrary), ("ApproveKeywords", .manageKeywords),
    ("CreateKeywords", .manageKeywords), ("ViewUsers", .viewTeam), ("ManageAttributes", .manageAttributes),
    ("ShareLightboxAsRendition", .createAlbums), ("ShareLightboxAsOriginal", .createAlbums),
    ("ViewAssetComments", .viewLibrary), ("ViewAssetHistory", .viewLibrary), ("ApproveUsers", .manageUsers),
    ("GenerateDirectLinkForOriginalOrRenditions", .createDirectLinks),
  ]
}
