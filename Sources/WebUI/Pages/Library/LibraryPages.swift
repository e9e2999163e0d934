import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
package import Library

/// The library: the grid, and one asset.
package struct LibraryPages: EndpointGroup {
  private let library: Library
  private let publicURL: String
  private let pages: PageRenderer

  /// - Parameter publicURL: where direct links begin, without a slash at the end.
  package init(library: Library, publicURL: String, pages: PageRenderer) {
    self.library = library
    self.publicURL = publicURL
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    [
      .page("/app", id: "getStartPage", summary: "Leads to the library") { _, _ in pages.redirect(to: "/app/library") },
      .page("/app/library", id: "getLibraryPage", summary: "Shows the library", handler: showLibrary),
      .page("/app/library/{assetId}", id: "getAssetPage", summary: "Shows an asset", handler: showAsset),
      .act("/app/library/{assetId}", id: "postAssetPage", summary: "Saves an asset's description", handler: saveAsset),
      .page("/app/collections", id: "getCollectionsPage", summary: "Shows the collections", handler: showCollections),
    ]
  }

  private func showLibrary(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let filter = try LibraryFilter(request.query)
    let categories = try await library.categories.all(as: principal)
    let found: SearchResult
    let problem: String?
    do {
      (found, problem) = (try await library.search.assets(filter.request, as: principal), nil)
    } catch let error as SearchSyntaxError {
      (found, problem) = (SearchResult(total: 0, assets: [], warnings: []), error.message)
    }
    let collection: AssetCollection? =
      if let id = filter.collection { try await library.collections.collection(id, as: principal) } else { nil }
    if found.assets.isEmpty, found.total > 0 {
      return pages.redirect(to: filter.address(page: LibraryPage.Pages.count(found.total)))
    }
    let frame = pages.frame("Library", room: .library, request, context, search: filter.search ?? "")
    let choices = categories.map {
      LibraryPage.Choice(id: $0.id.description, name: CategoryTrail.text($0), isChosen: $0.id == filter.category)
    }
    let root = try await library.categories.root(as: principal).id
    let uploadTo = filter.category ?? root
    let bulk = try await bulk(frame, choices, from: filter.address(page: filter.page), as: principal)
    return try pages.page(
      "library",
      LibraryPage(
        frame: frame, heading: collection?.name ?? filter.search.map { "Results for “\($0)”" } ?? "Library",
        count: Quantity.count(found.total, "asset"), search: filter.search, collection: filter.collection?.description,
        isFiltered: filter.isActive, problem: problem, categories: choices, kinds: Self.kinds(chosen: filter.kind),
        assets: found.assets.map { AssetTile($0, urls: library.mediaURLs, templates: pages.templates) },
        pages: .init(filter, total: found.total), uploadTo: uploadTo.description, sharing: .init(collection),
        csrf: frame.csrf, canUpload: Access.allows(.uploadToAlbum, on: .library, as: principal),
        canSelect: bulk != nil, bulk: found.assets.isEmpty ? nil : bulk))
  }

  /// - Returns: `nil` for whoever may change nothing.
  private func bulk(
    _ frame: PageFrame, _ categories: [LibraryPage.Choice], from: String, as principal: Principal
  ) async throws -> LibraryPage.Bulk? {
    let may = { Access.allows($0, on: .library, as: principal) }
    guard may(.editMetadata) || may(.deleteAssets) || may(.uploadToAlbum) else { return nil }
    let collections = try await library.collections.all(as: principal)
      .filter { $0.permissions.contains(.assignAsset) }
      .map { LibraryPage.Choice(id: $0.id.description, name: $0.name, isChosen: false) }
    return LibraryPage.Bulk(
      csrf: frame.csrf, from: from, canEdit: may(.editMetadata),
      canCollect: may(.uploadToAlbum) && may(.createAlbums), canDelete: may(.deleteAssets), categories: categories,
      collections: collections)
  }

  private static func kinds(chosen: MediaKind?) -> [LibraryPage.Choice] {
    [.init(id: "", name: "All kinds", isChosen: chosen == nil)]
      + MediaKind.allCases.map { .init(id: $0.rawValue, name: $0.rawValue, isChosen: $0 == chosen) }
  }

  private func showAsset(_ request: Request, _ context: APIContext) async throws -> Response {
    try await asset(request, context)
  }

  private func asset(
    _ request: Request, _ context: APIContext, entered: FormFields? = nil, problem: LibraryError? = nil
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    let asset = try await library.assets.asset(context.id("assetId"), as: principal)
    let categories = try await library.categories.categories(asset.categories, as: principal)
    let links = try await library.directLinks.links(of: asset.id, as: principal)
    let history = try await library.assets.history(of: asset.id, as: principal)
    let frame = pages.frame(asset.title, room: .library, request, context)
    return try pages.page(
      "asset",
      AssetPage(
        frame: frame, asset: asset, categories: categories, links: links, history: history,
        canEdit: Access.allows(.editMetadata, on: .library, as: principal), entered: entered,
        problem: problem?.description, urls: library.mediaURLs, publicURL: publicURL),
      status: problem?.httpStatus ?? .ok)
  }

  private func saveAsset(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let id: AssetID = try context.id("assetId")
    let form = try await pages.form(request, context)
    do {
      try await save(form, id, as: principal)
    } catch let error as LibraryError where error.category == .invalid || error.category == .conflict {
      return try await asset(request, context, entered: form, problem: error)
    }
    return pages.redirect(to: "/app/library/\(id)?notice=saved")
  }

  private func save(_ form: FormFields, _ id: AssetID, as principal: Principal) async throws {
    let before = try await library.assets.asset(id, as: principal)
    _ = try await library.assets.patch(id, AssetForm.patch(form), as: principal)
    let change = AssetForm.keywordChange(form, from: before.keywords)
    if !change.added.isEmpty { _ = try await library.assets.addKeywords(id, change.added, as: principal) }
    for keyword in change.removed { _ = try await library.assets.removeKeyword(id, keyword, as: principal) }
  }

  private func showCollections(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let collections = try await library.collections.all(as: principal)
    return try pages.page(
      "collections",
      CollectionsPage(
        frame: pages.frame("Collections", room: .collections, request, context),
        canMake: Access.allows(.createAlbums, on: .library, as: principal),
        collections: collections.map(CollectionsPage.Row.init)))
  }
}
