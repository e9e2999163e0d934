import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
package import Sources

/// Publications: the list, one with its progress, and what can be done with it.
package struct PublicationPages: EndpointGroup {
  private let sources: SourceRoom
  private let forms: PublicationFormPages
  private let pages: PageRenderer

  package init(sources: SourceRoom, forms: PublicationFormPages, pages: PageRenderer) {
    self.sources = sources
    self.forms = forms
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/publications/{publicationId}"
    return forms.endpoints + [
      .page("/app/publications", id: "getPublicationsPage", summary: "Shows the publications", handler: showAll),
      .page(one, id: "getPublicationPage", summary: "Shows a publication", handler: show),
      .page(one + "/progress", id: "getPublicationProgress", summary: "Shows how far it is", handler: progress),
      .act(one + "/run", id: "postPublicationRun", summary: "Has a publication run", handler: run),
      .act(one + "/retry", id: "postPublicationRetry", summary: "Has failed files tried again", handler: retry),
      .act(
        one + "/overwrite", id: "postPublicationOverwrite", summary: "Has a changed file overwritten",
        handler: overwrite),
      .act(one + "/active", id: "postPublicationActive", summary: "Switches a publication", handler: toggle),
      .act(one + "/delete", id: "postPublicationDelete", summary: "Forgets a publication", handler: delete),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await sources.publications(as: principal)
    return try pages.page(
      "publications",
      PublicationsPage(
        frame: pages.frame("Publications", room: .connections, request, context),
        canCreate: Access.allows(.connectSource, on: .team(principal.organizationTeam), as: principal),
        publications: found.map {
          .init($0, canRun: Access.allows(.syncFiles, on: .team($0.team), as: principal))
        }))
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await sources.publication(try context.id("publicationId"), as: principal)
    let trouble = try await sources.publishedFiles(of: found.id, as: principal)
    let counts = try await sources.publishedCounts(of: found.id, as: principal)
    let frame = pages.frame(found.name, room: .connections, request, context)
    return try pages.page(
      "publication",
      PublicationPage(
        frame: frame, csrf: frame.csrf, id: found.id.description, name: found.name,
        collection: await forms.collectionName(found, as: principal),
        place: (try? await forms.placeName(found)) ?? "Its connection is gone",
        canRun: Access.allows(.syncFiles, on: .team(found.team), as: principal),
        canEdit: Access.allows(.editServiceSettings, on: .team(found.team), as: principal), isActive: found.isActive,
        progress: PublicationProgress(found, counts), facts: Self.facts(found), hasTrouble: !trouble.isEmpty,
        hasFailures: trouble.contains { $0.state != .conflict }, trouble: trouble.map { .init($0, of: found) }))
  }

  private static func facts(_ publication: Publication) -> [PublicationPage.Fact] {
    let rules = publication.rules
    return [
      .init(name: "Folder", value: PublicationPhrase.folder(rules)),
      .init(name: "What is sent", value: PublicationPhrase.sends(rules.sends)),
      .init(name: "When", value: PublicationPhrase.schedule(rules)),
      .init(
        name: "When an asset leaves the collection",
        value: rules.left == .keep ? "Its file stays there" : "Its file is removed there"),
    ]
  }

  private func progress(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let found = try await sources.publication(try context.id("publicationId"), as: principal)
    let counts = try await sources.publishedCounts(of: found.id, as: principal)
    return try pages.page("publication-progress", PublicationProgress(found, counts))
  }

  private func run(_ request: Request, _ context: APIContext) async throws -> Response {
    try await act(request, context) { id, _, principal in try await sources.run(id, as: principal) }
  }

  private func retry(_ request: Request, _ context: APIContext) async throws -> Response {
    try await act(request, context) { id, _, principal in _ = try await sources.retryPublished(id, as: principal) }
  }

  private func overwrite(_ request: Request, _ context: APIContext) async throws -> Response {
    try await act(request, context) { id, fields, principal in
      guard let file = ID<PublishedFile>(fields.value(ignoringCaseOf: "file") ?? "") else { return }
      _ = try await sources.overwritePublished(id, file: file, as: principal)
    }
  }

  private func toggle(_ request: Request, _ context: APIContext) async throws -> Response {
    try await act(request, context) { id, fields, principal in
      let isOn = fields.value(ignoringCaseOf: "on") != nil
      _ = try await sources.update(id, PublicationForm(isActive: isOn), as: principal)
    }
  }

  private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    try await sources.unpublish(try context.id("publicationId"), as: try context.requirePrincipal())
    return pages.redirect(to: "/app/publications?notice=deleted")
  }

  private func act(
    _ request: Request, _ context: APIContext,
    _ body: (PublicationID, FormFields, Principal) async throws -> Void
  ) async throws -> Response {
    let fields = try await pages.form(request, context)
    let id: PublicationID = try context.id("publicationId")
    try await body(id, fields, try context.requirePrincipal())
    return pages.redirect(to: "/app/publications/\(id)")
  }
}
