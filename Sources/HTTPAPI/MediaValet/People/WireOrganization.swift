import Core
import Library

/// The organization as the MediaValet API shows it. The spelling `dafaultSkin` is theirs.
struct WireOrganization {
  let services: MediaValetServices

  var json: JSONValue {
    let name = services.organizationName
    let object: JSONObject = [
      "id": JSONValue(services.library.id),
      "names": ["name": .string(name), "canonicalName": .string("MediaValet\\\(name)")],
      "contactInformation": [
        "street": "", "city": "", "stateProvince": "", "country": "", "postalCode": "", "region": "",
        "phoneNumber": "", "website": .string(services.publicURL),
      ],
      "storage": ["quota": 0, "usage": 0],
      "customization": [
        "headerImageAndLogos": [:], "doNotDisplayRequestUserLink": true, "skinColors": [:], "dafaultSkin": "",
      ],
      "customRoot": .string(services.library.settings.rootName), "applyWatermark": false, "isAmsEnabled": false,
      "features": .object(JSONObject(Self.features.map { ($0.0, .string($0.1 ? "Active" : "Inactive")) })),
      "userIdleTimeOutInMinutes": 0, "deactivateVersioning": true, "overwriteGroups": false,
    ]
    return .object(
      WireLinks.close(
        object, "organizationalUnit", functions: ["organizationalUnits", "currentOrganizationalUnit"]))
  }

  /// Of the real service's flags, those that clients ask for.
  private static let features: [(String, Bool)] = [
    ("AdvancedSearch", true), ("AssetPicker_Search", true), ("BrandedPortals", false), ("CDN", true), ("Crop", false),
    ("FileNameVersioning", false), ("MultiLanguage", false), ("NotificationsInApp", false), ("SSOManagement", false),
    ("SearchInCustomAttributes", true), ("SearchInNestedCategories", true), ("ShowAssetsBeforeFullyIngested", true),
    ("SoftDelete", true), ("V4AssetHistory", true), ("V4Assets", true), ("V4Attributes", true), ("V4Categories", true),
    ("V4Keywords", true), ("V4Lightboxes", true), ("V4Uploads", true),
  ]
}
