import Core
import HTTPTypes
import Identity
import Library

/// An asset's attributes, categories and keywords.
struct AssetMetadataEndpoints: MediaValetGroup {
  static let tag = "Assets"
  let services: MediaValetServices

  var endpoints: [Endpoint] { attributes + categories + keywords }

  private var attributes: [Endpoint] {
    [
      on(
        .get, "/assets/{assetId}/attributes", "getAssetAttributes", "Reads the attributes' values",
        parameters: [.includeSoftDeleted]
      ) { call in
        .ok(["attributes": try await WireAsset(call).attributes(try await asset(call))])
      },
      on(
        .post, "/assets/{assetId}/attributes", "setAssetAttributes", "Sets attributes' values", needs: .editMetadata,
        takes: .array(.map(.string)), answers: (.ok, .asset)
      ) { call in
        let values = try WireUpload.attributeValues(try await call.body())
        let asset = try await call.library.assets.setAttributes(call.id("assetId"), values, as: call.principal)
        return .ok(try await WireAsset(call).json(asset))
      },
    ]
  }

  private var categories: [Endpoint] {
    let path = "/assets/{assetId}/categories"
    return [
      on(.get, path, "getAssetCategories", "Lists the categories", answers: (.ok, .array(.category))) { call in
        let ids = try await asset(call).categories
        return .ok(.array(try await call.library.categories.categories(ids, as: call.principal).map(WireCategory.json)))
      },
      on(
        .post, path, "addAssetCategories", "Assigns further categories", needs: .editMetadata, takes: .assetIDs,
        answers: (.accepted, .map(.any))
      ) { call in
        let ids: [CategoryID] = try await call.body().ids(of: "category ids")
        let asset = try await call.library.assets.addCategories(call.id("assetId"), ids, as: call.principal)
        return .accepted(Self.categories(asset))
      },
      on(
        .put, path, "replaceAssetCategories", "Assigns exactly these categories", needs: .editMetadata,
        takes: .assetIDs, answers: (.ok, .map(.any))
      ) { call in
        let ids: [CategoryID] = try await call.body().ids(of: "category ids")
        let asset = try await call.library.assets.replaceCategories(call.id("assetId"), ids, as: call.principal)
        return .ok(Self.categories(asset))
      },
      on(
        .delete, path + "/{categoryId}", "removeAssetCategory", "Takes the asset out of a category",
        needs: .editMetadata, answers: (.accepted, .map(.any))
      ) { call in
        let asset = try await call.library.assets.removeCategory(
          call.id("assetId"), call.id("categoryId"), as: call.principal)
        return .accepted(Self.categories(asset))
      },
    ]
  }

  private var keywords: [Endpoint] {
    let path = "/assets/{assetId}/keywords"
    return [
      on(
        .get, path, "getAssetKeywords", "Lists the keywords", parameters: [.includeSoftDeleted],
        answers: (.ok, .array(.keyword))
      ) { call in
        let keywords = try await call.library.assets.keywords(
          of: call.id("assetId"), includingDeleted: call.includesDeleted, as: call.principal)
        // Without a record count: the bulk parser of the Python SDK stumbles over it here.
        return .ok(.array(keywords.map(WireKeyword.json)))
      },
      on(
        .post, path, "addAssetKeywords", "Adds keywords, making those the library doesn't know", needs: .editMetadata,
        takes: .array(.string), answers: (.accepted, .map(.any))
      ) { call in
        let words = try await call.body().strings(of: "keywords")
        let asset = try await call.library.assets.addKeywords(call.id("assetId"), words, as: call.principal)
        return .accepted(Self.keywords(asset))
      },
      on(
        .delete, path + "/{keyword}", "removeAssetKeyword", "Takes a keyword from the asset, by id or word",
        needs: .editMetadata, answers: (.accepted, .map(.any))
      ) { call in
        let asset = try await call.library.assets.removeKeyword(
          call.id("assetId"), call.context.parameter("keyword"), as: call.principal)
        return .accepted(Self.keywords(asset))
      },
    ]
  }

  private func asset(_ call: MediaValetCall) async throws -> Asset {
    try await call.library.assets.asset(
      call.id("assetId"), includingDeleted: call.includesDeleted, as: call.principal)
  }

  private static func categories(_ asset: Asset) -> JSONValue {
    ["assetId": JSONValue(asset.id), "categoryIds": .array(asset.categories.map { JSONValue($0) })]
  }

  private static func keywords(_ asset: Asset) -> JSONValue {
    ["assetId": JSONValue(asset.id), "keywords": .array(asset.keywords.map(JSONValue.string))]
  }
}
