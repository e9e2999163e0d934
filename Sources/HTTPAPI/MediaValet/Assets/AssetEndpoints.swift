import Core
import HTTPTypes
import Identity
import Library

/// Finding, reading, editing and deleting assets.
struct AssetEndpoints: MediaValetGroup {
  static let tag = "Assets"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      on(
        .get, "/assets", "searchAssets", "Searches assets", parameters: SearchQuery.parameters,
        answers: (.ok, .assets), { try await SearchQuery.answer($0, SearchQuery.request($0)) }),
      on(
        .post, "/assets/search", "searchAssetsByBody", "Searches assets, for long expressions", takes: .map(.any),
        answers: (.ok, .assets), search),
      on(
        .get, "/recentlyUploaded", "getRecentlyUploaded", "Lists the newest assets",
        parameters: Parameter.mediaValetPage, answers: (.ok, .assets)
      ) { call in
        var request = try SearchQuery.request(call)
        request.sort = "record.createdAt D"
        return try await SearchQuery.answer(call, request)
      },
      on(
        .get, "/search/facets", "getSearchFacets", "Counts the assets found by file type",
        parameters: SearchQuery.parameters, facets),
      on(
        .get, "/assets/{assetId}", "getAsset", "Reads an asset", parameters: [.includeSoftDeleted],
        answers: (.ok, .asset)
      ) { call in .ok(try await WireAsset(call).json(try await asset(call))) },
      on(
        .put, "/assets/{assetId}", "updateAsset", "Finishes an upload, or updates name, title and description",
        needs: .editMetadata, takes: .map(.any), answers: (.accepted, .asset), update),
      on(
        .patch, "/assets/{assetId}", "patchAsset", "Changes properties and attributes", needs: .editMetadata,
        takes: .patch, answers: (.ok, .asset), patch),
      on(
        .delete, "/assets/{assetId}", "deleteAsset", "Deletes an asset, softly unless told otherwise",
        needs: .deleteAssets, parameters: [.query("isHardDelete", .boolean, "Whether nothing shall be left of it.")],
        delete),
      on(
        .post, "/assets/undeleteValidate", "validateUndelete", "Says which assets can be undeleted",
        takes: .array(.map(.any)), validateUndelete),
    ]
  }

  private func asset(_ call: MediaValetCall) async throws -> Asset {
    try await call.library.assets.asset(
      call.id("assetId"), includingDeleted: call.includesDeleted, as: call.principal)
  }

  private func search(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let fields = try await call.body().object()
    var answer = try await SearchQuery.answer(call, SearchQuery.request(fields))
    answer.warnings += SearchQuery.warnings(fields)
    return answer
  }

  private func facets(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let facets = try await call.library.search.facets(SearchQuery.request(call), as: call.principal)
    return .ok(
      .array(
        facets.map { facet in
          let counts = facet.counts.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }
          return ["facetName": .string(facet.name), "facets": .object(JSONObject(counts))]
        }))
  }

  private func patch(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let body = try await call.body().json()
    let outcome = try await call.library.assets.patch(call.id("assetId"), body, as: call.principal)
    var answer = MediaValetAnswer.ok(try await WireAsset(call).json(outcome.asset))
    answer.errors = outcome.errors
    answer.warnings = outcome.warnings
    return answer
  }

  private func update(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let id: AssetID = try call.id("assetId")
    let properties = try WireUpload.properties(try await call.body().object())
    let wire = try await WireAsset(call)
    do {
      return .accepted(wire.json(try await finish(id, properties, call)))
    } catch UploadError.notFound, UploadError.finished {
      let changes = [
        ("/filename", properties.fileName), ("/title", properties.title), ("/description", properties.description),
      ]
      let lines = changes.compactMap { path, value -> JSONValue? in
        value.map { ["op": "replace", "path": .string(path), "value": .string($0)] }
      }
      let outcome = try await call.library.assets.patch(id, .array(lines), as: call.principal)
      var answer = MediaValetAnswer.accepted(wire.json(outcome.asset))
      answer.errors = outcome.errors
      return answer
    }
  }

  private func finish(_ id: AssetID, _ properties: UploadProperties, _ call: MediaValetCall) async throws -> Asset {
    guard try await !call.library.uploads.upload(id, as: call.principal).isFinished else {
      throw UploadError.finished(id)
    }
    _ = try await call.library.uploads.describe(id, properties, as: call.principal)
    return try await call.library.uploads.finish(id, as: call.principal)
  }

  private func delete(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let id: AssetID = try call.id("assetId")
    if try call.query.bool("isHardDelete") {
      try await call.library.assets.purge(id, as: call.principal)
    } else {
      try await call.library.assets.delete(id, as: call.principal)
    }
    return .ok(["id": JSONValue(id)])
  }

  private func validateUndelete(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    var verdicts: [JSONValue] = []
    for element in try await call.body().array(of: "objects with an id") {
      let fields = LenientFields(element.objectValue ?? [:])
      guard let id = try fields.id("id", as: Asset.self) else { throw RequestError.missingMember("id") }
      let asset = try? await call.library.assets.asset(id, includingDeleted: true, as: call.principal)
      let isDeleted = asset?.record.deletedAt != nil
      verdicts.append([
        "id": JSONValue(id), "fileName": .string(asset?.original.fileName ?? ""),
        "validationStatus": isDeleted ? "Valid" : "Invalid",
        "message": asset == nil ? "There is no such asset." : isDeleted ? "" : "The asset isn't deleted.",
      ])
    }
    return .ok(.array(verdicts))
  }
}
