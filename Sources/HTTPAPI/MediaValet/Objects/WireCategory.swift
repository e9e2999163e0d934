import Core
import Library

/// A category as the MediaValet API shows it, under both of its names.
enum WireCategory {
  static func json(_ category: Category) -> JSONValue {
    var object: JSONObject = ["id": JSONValue(category.id)]
    object["parentId"] = category.parent.map { JSONValue($0) }
    object["description"] = .string(category.description)
    object["tree"] = [
      "path": .string(category.path), "name": .string(category.name),
      "idPath": .string("\\" + category.ancestry.map(\.description).joined(separator: "\\")),
      "id": JSONValue(category.id),
    ]
    object["subcats"] = ["total": JSONValue(category.subcategoryCount)]
    object["subfolderCount"] = JSONValue(category.subcategoryCount)
    object["assetCount"] = JSONValue(category.assetCount)
    object["name"] = .string(category.name)
    object["subfolders"] = []
    object["record"] = record(category)
    object["categoryFeatures"] = ["videoIntelligenceAutoIndex": ["enabled": false, "inheritToChildren": false]]
    object["includedInBrandedPortalSync"] = false
    object["syncedBrandedPortals"] = []
    object = WireLinks.close(object, "category", functions: ["categories", "categoryAssets"])
    object["permissions"] = []
    return .object(object)
  }

  private static func record(_ category: Category) -> JSONValue {
    var record: JSONObject = ["createdAt": JSONValue(category.createdAt)]
    record["createdBy"] = WirePerson.json(category.createdBy)
    record["modifiedAt"] = JSONValue(category.modifiedAt)
    record["modifiedBy"] = WirePerson.json(category.modifiedBy)
    return .object(record)
  }
}
