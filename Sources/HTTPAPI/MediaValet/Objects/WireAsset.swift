import Core
import Foundation
import Identity
import Library

/// An asset as the MediaValet API shows it (AssetDto). Members without a value are left out.
struct WireAsset: Sendable {
  let services: MediaValetServices
  let version: WireVersion
  let principal: Principal
  /// Attributes that the client's version has no word for.
  let hidden: Set<AttributeID>

  /// Looks up what has to be hidden from clients of old versions.
  init(_ call: MediaValetCall) async throws {
    services = call.services
    version = call.version
    principal = call.principal
    if version >= .v1_1 {
      hidden = []
    } else {
      let all = try await call.library.attributes.all(as: call.principal)
      hidden = Set(all.filter { $0.type == .status }.map(\.id))
    }
  }

  func json(_ asset: Asset) -> JSONValue {
    var object: JSONObject = [
      "id": JSONValue(asset.id), "title": .string(asset.title), "media": WireMedia(services: services).json(asset),
      "file": file(asset), "description": .string(asset.description), "altText": .string(asset.altText),
      "containerName": .string("medialibrary-\(services.library.id.compact)"),
      "status": JSONValue(asset.status.rawValue), "rating": ["average": 0, "user": 0], "attributes": attributes(asset),
      "record": record(asset), "categories": .array(asset.categories.map { JSONValue($0) }),
      "keywords": .array(asset.keywords.map(JSONValue.string)), "relatedassets": [], "renderAsPdf": false,
      "wopiEnabled": false, "userViewCounts": [:], "createdAt": JSONValue(asset.record.createdAt),
      "hasVideoIntelligenceContent": false, "followed": false,
    ]
    object = WireLinks.close(object, "asset", functions: functions)
    object["permissions"] = permissions
    return .object(object)
  }

  func result(_ found: SearchResult) -> JSONValue {
    [
      "assetCount": JSONValue(found.total), "assets": .array(found.assets.map(json)),
      "_links": WireLinks.links("assets", functions: ["assets"]),
    ]
  }

  private func file(_ asset: Asset) -> JSONValue {
    let original = asset.original
    let facts = asset.facts
    var file: JSONObject = [
      "id": JSONValue(original.mediaFile), "title": .string(asset.title), "fileName": .string(original.fileName),
      "md5": .string(original.md5), "fileType": .string(original.fileType), "sizeInBytes": .int(original.size),
      "description": .string(asset.description), "keywords": .string(asset.keywords.joined(separator: ", ")),
      "uploadedAt": JSONValue(original.uploadedAt), "modifiedAt": JSONValue(asset.record.modifiedAt),
    ]
    file["approvedAt"] = asset.record.approvedAt.map { JSONValue($0) }
    file["disapprovedAt"] = asset.record.rejectedAt.map { JSONValue($0) }
    file["expiresAt"] = asset.record.expiresAt.map { JSONValue($0) }
    file["imageHeight"] = facts.height.map { JSONValue($0) }
    file["imageWidth"] = facts.width.map { JSONValue($0) }
    file["frameRate"] = facts.frameRate.map(JSONValue.double)
    file["length"] = facts.duration.map(JSONValue.double)
    file["bitRate"] = facts.bitRate.map(JSONValue.int)
    file["mimeType"] = facts.mimeType.map(JSONValue.string)
    file["resolution"] = facts.resolution.map { .string("\(Int($0.rounded()))dpi") }
    file["colorMode"] = facts.colourSpace.map(JSONValue.string)
    file["aspectRatio"] = facts.aspectRatio.map(JSONValue.string)
    file["orientation"] = facts.orientation.map(JSONValue.string)
    return .object(file)
  }

  func attributes(_ asset: Asset) -> JSONValue {
    let shown = asset.attributes.filter { !hidden.contains($0.key) }
    return .object(JSONObject(shown.sorted { $0.key < $1.key }.map { ($0.key.description, .string($0.value)) }))
  }

  private func record(_ asset: Asset) -> JSONValue {
    let record = asset.record
    var object: JSONObject = [
      "createdAt": JSONValue(record.createdAt), "createdBy": WirePerson.json(record.createdBy),
      "modifiedAt": JSONValue(record.modifiedAt), "modifiedBy": WirePerson.json(record.modifiedBy),
    ]
    object["softDeletedAt"] = record.deletedAt.map { JSONValue($0) }
    object["softDeletedBy"] = WirePerson.json(record.deletedBy)
    object["version"] = [
      "version": JSONValue(record.version), "current": JSONValue(record.version), "head": JSONValue(asset.id),
      "isversionable": true, "islatestversion": true, "ismajorversion": true,
    ]
    return .object(object)
  }

  private var functions: [String] {
    let reading = [
      "assets", "assetHistory", "assetComments", "assetVersions", "relatedAssets", "iptc", "exif", "xmp", "renditions",
    ]
    let writing = ["assetCategories", "assetKeywords", "assetUploads"]
    return Access.allows(.editMetadata, on: .library, as: principal) ? reading + writing : reading
  }

  private var permissions: JSONValue {
    var names = ["asset:downloadFromPortal", "asset:downloadFromMvd"]
    if Access.allows(.editMetadata, on: .library, as: principal) {
      names += ["asset:assignCategory", "asset:shareAsLightbox"]
    }
    if Access.allows(.createDirectLinks, on: .library, as: principal) { names.append("asset:shareAsCdnLink") }
    if version >= .v1_2 { return .array(names.map(JSONValue.string)) }
    return ["all": .array(names.map { ["name": .string($0)] })]
  }
}
