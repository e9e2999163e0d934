package import Connections
import Core
package import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// Ready flows: the list, one of them with its text, and making it the team's own.
package struct GalleryPages: EndpointGroup {
  private let gallery: Gallery
  private let flows: Flows
  private let connections: Connections
  private let pages: PageRenderer

  package init(gallery: Gallery, connections: Connections, _ services: FlowPageServices) {
    self.gallery = gallery
    self.connections = connections
    flows = services.flows
    pages = services.pages
  }

  package var endpoints: [Endpoint] {
    [
      .page("/app/gallery", id: "getGalleryPage", summary: "Shows the ready flows", handler: showAll),
      .page("/app/gallery/{name}", id: "getGalleryFlowPage", summary: "Shows a ready flow", handler: show),
      .act("/app/gallery/{name}", id: "postGalleryFlowPage", summary: "Makes a flow of a ready one", handler: use),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try context.requirePrincipal()
    return try pages.page(
      "gallery",
      GalleryPage(frame: pages.frame("Gallery", room: .flows, request, context), flows: gallery.flows))
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let flow = try gallery.flow(context.parameter("name"))
    let team = principal.organizationTeam
    let known = try await connections.list(team: team, as: principal)
    return try pages.page(
      "gallery-flow",
      GalleryFlowPage(
        frame: pages.frame(flow.definition.name, room: .flows, request, context), flow: flow, connections: known,
        canEdit: Access.allows(.editFlows, on: .team(team), as: principal)))
  }

  private func use(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let form = try await pages.form(request, context)
    let ready = try gallery.flow(context.parameter("name"))
    var mapping: [String: String] = [:]
    for name in ready.connections.keys {
      mapping[name] = form[GalleryFlowPage.prefix + name].flatMap { $0.isEmpty ? nil : $0 }
    }
    let name = form["name"].flatMap { $0.isEmpty ? nil : $0 }
    let made = try await flows.importing(
      ready.file(named: name), connections: mapping, in: principal.organizationTeam, as: principal)
    try await flows.keepSource(ready.source, of: made.flow.id, as: principal)
    return pages.redirect(to: "/app/flows/\(made.flow.id)?notice=\(made.problems.isEmpty ? "ready" : "ready-draft")")
  }
}
