import Core
import HTTPTypes
import Identity
import Library

/// Collections, which the MediaValet API calls lightboxes.
struct LightboxEndpoints: MediaValetGroup {
  static let tag = "Lightboxes"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      on(.get, "/lightboxes", "getLightboxes", "Lists collections", answers: (.ok, .array(.lightbox))) { call in
        .list(try await call.library.collections.all(as: call.principal).map(WireCollection.json))
      },
      on(
        .post, "/lightboxes", "createLightbox", "Makes a collection", needs: .createAlbums, takes: .map(.any),
        answers: (.created, .lightbox)
      ) { call in
        let fields = try await call.body().object()
        let made = try await call.library.collections.create(
          name: fields.required("name"), description: fields.string("description") ?? "", id: fields.id("id"),
          as: call.principal)
        return .created(WireCollection.json(made))
      },
      on(.get, "/lightboxes/{lightboxId}", "getLightbox", "Reads a collection", answers: (.ok, .lightbox)) { call in
        .ok(
          WireCollection.json(try await call.library.collections.collection(call.id("lightboxId"), as: call.principal)))
      },
      on(
        .put, "/lightboxes/{lightboxId}", "updateLightbox", "Renames or describes a collection", needs: .createAlbums,
        takes: .map(.any),
        answers: (.ok, .lightbox)
      ) { call in
        let fields = try await call.body().object()
        return try await update(call, name: fields.string("name"), description: fields.string("description"))
      },
      on(
        .patch, "/lightboxes/{lightboxId}", "patchLightbox", "Renames or describes a collection", needs: .createAlbums,
        takes: .patch,
        answers: (.ok, .lightbox)
      ) { call in
        let patch = try JSONPatch(await call.body(), fields: ["name", "description"])
        var answer = try await update(call, name: patch.text("name"), description: patch.text("description"))
        answer.errors = patch.errors
        answer.warnings = patch.warnings
        return answer
      },
      on(
        .delete, "/lightboxes/{lightboxId}", "deleteLightbox", "Deletes a collection; its assets stay",
        needs: .createAlbums
      ) { call in
        let id: CollectionID = try call.id("lightboxId")
        try await call.library.collections.delete(id, as: call.principal)
        return .ok(["id": JSONValue(id)])
      },
    ] + assets
  }

  private var assets: [Endpoint] {
    let path = "/lightboxes/{lightboxId}/assets"
    return [
      on(
        .get, path, "getLightboxAssets", "Lists the assets of a collection", parameters: Parameter.mediaValetPage,
        answers: (.ok, .assets)
      ) { call in
        let (offset, count) = try call.page()
        let found = try await call.library.collections.assets(
          in: call.id("lightboxId"), offset: offset, count: count, as: call.principal)
        return SearchQuery.answer(found, offset: offset, wire: try await WireAsset(call))
      },
      on(.post, path, "addLightboxAssets", "Puts assets into a collection", needs: .uploadToAlbum, takes: .assetIDs) {
        call in
        let ids: [AssetID] = try await call.body().ids(of: "asset ids")
        let collection = try await call.library.collections.add(ids, to: call.id("lightboxId"), as: call.principal)
        return .ok(WireCollection.json(collection))
      },
      on(
        .delete, path, "removeLightboxAssets", "Takes assets out of a collection", needs: .uploadToAlbum,
        takes: .assetIDs
      ) { call in
        try await remove(try await call.body().ids(of: "asset ids"), call)
      },
      on(
        .delete, path + "/{assetId}", "removeLightboxAsset", "Takes an asset out of a collection", needs: .uploadToAlbum
      ) { call in
        try await remove([call.id("assetId")], call)
      },
    ]
  }

  private func remove(_ ids: [AssetID], _ call: MediaValetCall) async throws -> MediaValetAnswer {
    let collection = try await call.library.collections.remove(ids, from: call.id("lightboxId"), as: call.principal)
    return .ok(WireCollection.json(collection))
  }

  private func update(_ call: MediaValetCall, name: String?, description: String?) async throws -> MediaValetAnswer {
    let collection = try await call.library.collections.update(
      call.id("lightboxId"), name: name, description: description, as: call.principal)
    return .ok(WireCollection.json(collection))
  }
}
