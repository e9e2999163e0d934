import Connections
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
package import Sources

/// Sources: the list, one with its progress, and what can be done with it.
package struct SourcePages: EndpointGroup {
  private let sources: SourceRoom
  private let forms: SourceFormPages
  private let pages: PageRenderer

  package init(sources: SourceRoom, forms: SourceFormPages, pages: PageRenderer) {
    self.sources = sources
    self.forms = forms
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/sources/{sourceId}"
    return forms.endpoints + [
      .page("/app/sources", id: "getSourcesPage", summary: "Shows the sources", handler: showAll),
      .page(one, id: "getSourcePage", summary: "Shows a source", handler: show),
      .page(one + "/progress", id: "getSourceProgress", summary: "Shows how far a source is", handler: progress),
      .act(one + "/sync", id: "postSourceSync", summary: "Has a source synced", handler: sync),
      .act(one + "/retry", id: "postSourceRetry", summary: "Has failed files tried again", handler: retry),
      .act(one + "/preview", id: "postSourcePreview", summary: "Shows what a sync would do", handler: preview),
      .act(one + "/delete", id: "postSourceDelete", summary: "Forgets a source", handler: delete),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await sources.list(as: principal)
    return try pages.page(
      "sources",
      SourcesPage(
        frame: pages.frame("Sources", room: .connections, request, context),
        canCreate: Access.allows(.connectSource, on: .team(principal.organizationTeam), as: principal),
        sources: found.map { .init($0, canSync: Access.allows(.syncFiles, on: .team($0.team), as: principal)) }))
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    try await page(nil, request, context)
  }

  private func preview(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    let preview = try await sources.preview(try context.id("sourceId"), as: try context.requirePrincipal())
    return try await page(preview, request, context)
  }

  private func page(_ preview: SyncPreview?, _ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let source = try await sources.read(try context.id("sourceId"), as: principal)
    let standing = try await sources.standing(of: source.id, as: principal)
    let push = try await sources.subscriptions(of: source.id, as: principal)
    let failed = try await sources.files(of: source.id, as: principal)
    let syncs = try await sources.syncs(of: source.id, as: principal)
    let frame = pages.frame(source.name, room: .connections, request, context)
    return try pages.page(
      "source",
      SourcePage(
        frame: frame, csrf: frame.csrf, id: source.id.description, name: source.name,
        place: (try? await forms.placeName(source)) ?? "Its connection is gone",
        folders: SourcePhrase.folders(source.rules),
        canSync: Access.allows(.syncFiles, on: .team(source.team), as: principal),
        canEdit: Access.allows(.editServiceSettings, on: .team(source.team), as: principal),
        progress: SourceProgress(source, standing, push, csrf: frame.csrf), preview: preview.map(PreviewPart.init),
        hasFailed: !failed.isEmpty, failed: failed.map { .init($0, of: source) }, hasSyncs: !syncs.isEmpty,
        syncs: syncs.map { .init($0) }))
  }

  private func progress(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let source = try await sources.read(try context.id("sourceId"), as: principal)
    let standing = try await sources.standing(of: source.id, as: principal)
    let push = try await sources.subscriptions(of: source.id, as: principal)
    let frame = pages.frame(source.name, room: .connections, request, context)
    return try pages.page("source-progress", SourceProgress(source, standing, push, csrf: frame.csrf))
  }

  private func sync(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await pages.form(request, context)
    let id: SourceID = try context.id("sourceId")
    try await sources.sync(
      id, acceptsGone: fields.value(ignoringCaseOf: "gone") != nil, as: try context.requirePrincipal())
    return pages.redirect(to: "/app/sources/\(id)")
  }

  private func retry(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await pages.form(request, context)
    let id: SourceID = try context.id("sourceId")
    _ = try await sources.retry(
      id, remote: fields.value(ignoringCaseOf: "remote"), as: try context.requirePrincipal())
    return pages.redirect(to: "/app/sources/\(id)")
  }

  private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    try await sources.delete(try context.id("sourceId"), as: try context.requirePrincipal())
    return pages.redirect(to: "/app/sources?notice=deleted")
  }
}
