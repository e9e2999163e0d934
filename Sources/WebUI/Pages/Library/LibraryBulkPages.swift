import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
package import Library

/// What is done with several assets at once, and with collections.
package struct LibraryBulkPages: EndpointGroup {
  private let library: Library
  private let pages: PageRenderer

  package init(library: Library, pages: PageRenderer) {
    self.library = library
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/collections/{collectionId}"
    return [
      .act("/app/library/bulk", id: "postLibraryBulkPage", summary: "Changes several assets", handler: change),
      .act("/app/library/restore", id: "postLibraryRestorePage", summary: "Brings assets back", handler: restore),
      .act("/app/collections", id: "postCollectionsPage", summary: "Makes a collection", handler: makeCollection),
      .act(
        one + "/sharing", id: "postCollectionSharingPage", summary: "Shares a collection, or ends it",
        handler: shareCollection),
      .act(one + "/delete", id: "postCollectionDelete", summary: "Deletes a collection", handler: deleteCollection),
    ]
  }

  private func change(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await pages.form(request, context)
    let principal = try context.requirePrincipal()
    let change = LibraryBulk(form)
    guard !change.assets.isEmpty, let act = change.act else { return back(form, notice: "nothing-chosen") }
    switch act {
    case .category(let category):
      let done = try await each(change.assets) {
        _ = try await library.assets.addCategories($0, [category], as: principal)
      }
      return back(form, notice: "assigned", done)
    case .keywords(let words):
      let done = try await each(change.assets) { _ = try await library.assets.addKeywords($0, words, as: principal) }
      return back(form, notice: "tagged", done)
    case .collection(let collection):
      let done = try await collect(change.assets, collection, as: principal)
      return back(form, notice: "collected", done)
    case .delete:
      let done = try await each(change.assets) { try await library.assets.delete($0, as: principal) }
      return back(form, notice: "assets-deleted", done, undo: true)
    }
  }

  private func restore(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await pages.form(request, context)
    let principal = try context.requirePrincipal()
    let done = try await each(LibraryBulk(form).assets) { _ = try await library.assets.undelete($0, as: principal) }
    return back(form, notice: "restored", done)
  }

  private func collect(
    _ assets: [AssetID], _ target: LibraryBulk.Target, as principal: Principal
  ) async throws -> [AssetID] {
    let id: CollectionID
    switch target {
    case .existing(let existing): id = existing
    case .new(let name): id = try await library.collections.create(name: name, as: principal).id
    }
    let there = try await library.assets.assets(assets, as: principal).map(\.id)
    _ = try await library.collections.add(there, to: id, as: principal)
    return there
  }

  private func makeCollection(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await pages.form(request, context)
    let made = try await library.collections.create(
      name: form.require("name"), description: form["description"] ?? "", as: context.requirePrincipal())
    return pages.redirect(to: "/app/library?collection=\(made.id)")
  }

  private func shareCollection(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await pages.form(request, context)
    let rights: [String: Set<CollectionPermission>] = [
      "view": [.viewAsset], "change": [.viewAsset, .assignAsset], "": [],
    ]
    let given = rights[form["everyone"] ?? ""] ?? []
    let shared = try await library.collections.share(
      context.id("collectionId"), withEveryone: given, as: context.requirePrincipal())
    return pages.redirect(
      to: "/app/library?collection=\(shared.id)&notice=\(given.isEmpty ? "private" : "shared")")
  }

  private func deleteCollection(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    try await library.collections.delete(context.id("collectionId"), as: context.requirePrincipal())
    return pages.redirect(to: "/app/collections?notice=deleted")
  }

  /// Does something with each asset; one that has gone meanwhile is passed over.
  private func each(_ assets: [AssetID], _ act: (AssetID) async throws -> Void) async throws -> [AssetID] {
    var done: [AssetID] = []
    for asset in assets {
      do {
        try await act(asset)
        done.append(asset)
      } catch LibraryError.assetNotFound {}
    }
    return done
  }

  /// Leads back to where the assets were chosen.
  private func back(
    _ form: FormFields, notice: String, _ assets: [AssetID] = [], undo: Bool = false
  ) -> Response {
    let address = LibraryFilter.addressWithoutNotice(form["from"])
    var query = "notice=\(notice)"
    if !assets.isEmpty { query += "&count=\(assets.count)" }
    if undo, !assets.isEmpty { query += "&undo=" + assets.map(\.description).joined(separator: ",") }
    return pages.redirect(to: address + (address.contains("?") ? "&" : "?") + query)
  }
}
