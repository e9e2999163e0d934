/// The permissions of MediaValet that somebody has here, in MediaValet's own names and order.
package enum MediaValetPermissions {
  /// Every name, in the order of the Administrators group of a real library. The position is the bit in access tokens.
  package static let names = [
    "CMISRead", "List", "View", "DownloadOriginal", "AddToCart", "ApproveDownload", "ApproveSubmission", "CreateAsset",
    "CreateFolder", "DeleteFolder", "EditMetadata", "ClassifyAssetOnly", "EditAsset", "LinkAsset", "DeleteAsset",
    "AdministerRepository", "AdministerOrgUnit", "AdministerSystem", "CMISWrite", "ViewVersions", "ViewLinkedAssets",
    "RunReports", "ApproveKeywords", "CreateKeywords", "ViewUsers", "ManageAttributes", "ShareAssetsAsRendition",
    "ShareAssetsAsOriginal", "ShareLightboxAsRendition", "ShareLightboxAsOriginal", "ViewAssetComments",
    "ViewAssetHistory", "ApproveUsers", "ManageBrandedPortals", "SSOAuthorizationRules", "AccessPrintUI", "Crop",
    "CropTemplates", "ManageCropTemplates", "AccessEasyBuild", "VideoIntelligenceViewEditIndex",
    "GenerateDirectLinkForOriginalOrRenditions", "ProvisionWebhooks", "ManagePeople",
  ]

  /// The names of those that `principal` has, in order.
  package static func names(of principal: Principal) -> [String] {
    let granted = Set(granted(to: principal))
    return names.filter(granted.contains)
  }

  /// The claim `Permissions` of access tokens: a JSON document as text, with the first 32 and the further permissions as
  /// bit fields.
  static func claim(for principal: Principal) -> String {
    let granted = Set(granted(to: principal))
    let bits = names.enumerated().filter { granted.contains($0.element) }.map(\.offset)
    let first = bits.filter { $0 < 32 }.reduce(UInt64(0)) { $0 | 1 << $1 }
    let further = bits.filter { $0 >= 32 }.reduce(UInt64(0)) { $0 | 1 << ($1 - 32) }
    return """
      [{"SecurableObjectType":"OrganizationalUnit","ObjectId":"\(principal.organizationTeam)",\
      "Permissions":\(first),"Permissions2":\(further)}]
      """
  }

  private static func granted(to principal: Principal) -> [String] {
    var granted: [String] = []
    let mayInLibrary = { (permission: Permission) in Access.allows(permission, on: .library, as: principal) }
    if mayInLibrary(.viewLibrary) {
      granted += ["CMISRead", "List", "View", "DownloadOriginal", "AddToCart", "ViewVersions", "ViewLinkedAssets"]
      granted += ["ViewAssetComments", "ViewAssetHistory"]
    }
    if mayInLibrary(.editMetadata) {
      granted += ["CreateAsset", "EditMetadata", "ClassifyAssetOnly", "EditAsset", "LinkAsset", "CMISWrite", "Crop"]
      granted += ["ShareAssetsAsRendition", "ShareAssetsAsOriginal", "ShareLightboxAsRendition"]
      granted += ["ShareLightboxAsOriginal"]
    }
    if mayInLibrary(.manageCategories) { granted += ["CreateFolder", "DeleteFolder"] }
    if mayInLibrary(.deleteAssets) { granted += ["DeleteAsset"] }
    if mayInLibrary(.manageKeywords) { granted += ["CreateKeywords", "ApproveKeywords"] }
    if mayInLibrary(.createDirectLinks) { granted += ["GenerateDirectLinkForOriginalOrRenditions"] }
    if mayInLibrary(.manageAttributes) { granted += ["ManageAttributes", "AdministerRepository"] }
    if Access.allows(.manageUsers, on: .site, as: principal) {
      granted += ["AdministerOrgUnit", "AdministerSystem", "ViewUsers", "ApproveUsers", "ManagePeople"]
    }
    return granted
  }
}
