import Core
import HTTPTypes
import Identity
import Library

/// What belongs to an asset besides its properties: history, versions, renditions, what the file says about itself.
struct AssetDetailEndpoints: MediaValetGroup {
  static let tag = "Assets"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      detail("comments", "getAssetComments", "Lists the comments") { call in
        _ = try await asset(call)
        return .ok([])
      },
      detail("history", "getAssetHistory", "Tells what happened to the asset", history),
      detail("versions", "getAssetVersions", "Lists every state of the metadata, newest first", versions),
      detail("relatedassets", "getRelatedAssets", "Lists related assets") { call in
        _ = try await asset(call)
        return .list([])
      },
      detail("renditions", "getAssetRenditions", "Lists the pictures made of the asset") { call in
        let asset = try await asset(call)
        let renditions = asset.renditions.values.sorted { $0.kind < $1.kind }
        return .ok(.array(renditions.map(WireRendition.json)))
      },
      detail("renditions/{renditionKindId}", "getAssetRendition", "Gives the address of one picture", rendition),
      detail(
        "{metadataType}", "getEmbeddedMetadata", "Lists what the file says about itself (exif, iptc, xmp, …)", embedded),
      count("viewed", "reportViewed", "Notes that the asset was looked at", .view, .accepted),
      count("downloaded", "reportDownloaded", "Notes that the asset was downloaded", .download, .ok),
    ]
  }

  private func detail(
    _ path: String, _ id: String, _ summary: String,
    _ handler: @escaping @Sendable (MediaValetCall) async throws -> MediaValetAnswer
  ) -> Endpoint {
    on(.get, "/assets/{assetId}/" + path, id, summary, parameters: [.includeSoftDeleted], handler)
  }

  private func count(
    _ path: String, _ id: String, _ summary: String, _ type: HistoryType, _ status: HTTPResponse.Status
  ) -> Endpoint {
    on(.post, "/assets/{assetId}/" + path, id, summary, answers: (status, .map(.any))) { call in
      let asset: AssetID = try call.id("assetId")
      try await call.library.assets.note(type, on: asset, as: call.principal)
      return MediaValetAnswer(status: status, payload: ["assetId": JSONValue(asset)])
    }
  }

  private func asset(_ call: MediaValetCall) async throws -> Asset {
    try await call.library.assets.asset(
      call.id("assetId"), includingDeleted: call.includesDeleted, as: call.principal)
  }

  private func history(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let asset = try await asset(call)
    let entries = try await call.library.assets.history(
      of: asset.id, includingDeleted: call.includesDeleted, as: call.principal)
    let details = entries.map { entry -> JSONValue in
      [
        "id": JSONValue(entry.id), "date": JSONValue(entry.at), "user": WirePerson.json(entry.by),
        "type": .string(entry.type.rawValue), "assetId": JSONValue(asset.id), "comment": .string(entry.comment),
      ]
    }
    var summary: JSONObject = [
      "uploadedBy": WirePerson.json(asset.record.createdBy), "uploadedAt": JSONValue(asset.original.uploadedAt),
    ]
    summary["approvedAt"] = asset.record.approvedAt.map { JSONValue($0) }
    summary["disapprovedAt"] = asset.record.rejectedAt.map { JSONValue($0) }
    return .ok([["assetHistoryDetail": .array(details), "summary": .object(summary)]])
  }

  private func versions(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let asset = try await asset(call)
    let versions = try await call.library.assets.versions(
      of: asset.id, includingDeleted: call.includesDeleted, as: call.principal)
    let newest = versions.map(\.number).max() ?? 1
    return .ok(
      .array(
        versions.map { version in
          [
            "id": JSONValue(asset.id), "title": .string(asset.title),
            "record": [
              "createdAt": JSONValue(version.at), "createdBy": WirePerson.json(version.by),
              "version": [
                "version": JSONValue(version.number), "current": JSONValue(newest), "head": JSONValue(asset.id),
                "isversionable": true, "islatestversion": .bool(version.number == newest), "ismajorversion": true,
              ],
            ],
            "changes": .object(version.changes),
          ]
        }))
  }

  private func rendition(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let asset = try await asset(call)
    let wanted = call.context.parameter("renditionKindId")
    guard let kind = WireRendition(wanted)?.kind, asset.renditions[kind] != nil else {
      throw RequestError.notFound(what: "rendition", id: wanted)
    }
    let media = WireMedia(services: services)
    let address = media.rendition(kind, asset)
    let addresses = media.json(asset)
    return .ok([
      "renditionUrl": address, "thumbnailUrl": media.rendition(.thumb, asset),
      "pages": ["count": 1, "offSet": 0, "renditions": [["sequence": 1, "url": address]]],
      "sasExpiry": addresses["sasExpiry"] ?? 0, "sasRenewal": addresses["sasRenewal"] ?? 0,
    ])
  }

  private func embedded(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let type = call.context.parameter("metadataType").lowercased()
    let families = [
      "exif": ["exif"], "iptc": ["iptc"], "xmp": ["xmp"], "colors": ["icc"], "text": ["text"],
      "microsoft": ["document"],
    ]
    guard let wanted = families[type] else { throw RequestError.notFound(what: "kind of metadata", id: type) }
    let id: AssetID = try call.id("assetId")
    let properties = try await call.library.assets.embedded(id, groups: wanted, as: call.principal)
    return .ok(
      .array(
        properties.enumerated().map { index, property in
          [
            "propertyId": JSONValue(index + 1), "entityObjectId": JSONValue(id),
            "tagGroup": .string(property.tagGroup), "propertyName": .string(property.name),
            "propertyValue": .string(property.value),
          ]
        }))
  }
}
