import Core
import Library

/// A collection as the MediaValet API shows it: a lightbox.
enum WireCollection {
  static func json(_ collection: AssetCollection) -> JSONValue {
    var object: JSONObject = [
      "id": JSONValue(collection.id), "name": .string(collection.name),
      "description": .string(collection.description), "assetCount": JSONValue(collection.assetCount),
      "owner": WirePerson.json(collection.owner),
      "record": [
        "createdAt": JSONValue(collection.createdAt), "createdBy": WirePerson.json(collection.owner),
        "modifiedAt": JSONValue(collection.modifiedAt), "modifiedBy": WirePerson.json(collection.owner),
      ],
      "includedInBrandedPortalSync": false, "syncedBrandedPortals": [],
    ]
    object = WireLinks.close(object, "lightbox", functions: ["lightboxes", "lightboxAssets"])
    object["permissions"] = .array(
      CollectionPermission.allCases.filter(collection.permissions.contains).map { .string($0.rawValue) })
    return .object(object)
  }
}
