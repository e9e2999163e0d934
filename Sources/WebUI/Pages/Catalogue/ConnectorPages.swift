package import Connections
package import Connectors
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// The catalogue: which services there are connectors for, what each can do, and how far that was tried.
package struct ConnectorPages: EndpointGroup {
  private let shelf: CatalogueShelf
  private let directory: ConnectorDirectory
  private let pages: PageRenderer

  /// - Parameters:
  ///   - shelf: asked at every call, since connectors can be imported.
  ///   - directory: has the set-up guides.
  package init(shelf: CatalogueShelf, directory: ConnectorDirectory, pages: PageRenderer) {
    self.shelf = shelf
    self.directory = directory
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let access = AccessRule.permission(.viewFlows, on: .library)
    return [
      .page(
        "/app/connectors", id: "getConnectorsPage", summary: "Shows the catalogue of connectors", access: access,
        handler: showAll),
      .page(
        "/app/connectors/{connectorId}", id: "getConnectorPage", summary: "Shows a connector", access: access,
        handler: show),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) throws -> Response {
    try pages.page(
      "connectors",
      CataloguePage(
        frame: pages.frame("Catalogue", room: .connections, request, context),
        filter: CatalogueFilter(request.query), connectors: shelf.current.connectors))
  }

  private func show(_ request: Request, _ context: APIContext) throws -> Response {
    let principal = try context.requirePrincipal()
    let name = context.parameter("connectorId")
    guard let connector = shelf.current.connector(named: name) else { throw ConnectorLookupError.connector(name) }
    let versions = shelf.current.connectors.map(\.id).filter { $0.name == connector.id.name && $0 != connector.id }
    return try pages.page(
      "connector",
      ConnectorPage(
        frame: pages.frame(connector.title, room: .connections, request, context), connector: connector,
        others: versions, guide: directory.find(name)?.setup ?? "", text: request.query.string("q") ?? "",
        viewer: ConnectorPage.Viewer(
          canConnect: Access.allows(.connectSource, on: .team(principal.organizationTeam), as: principal),
          canIntegrate: Access.allows(.administerIntegrations, on: .site, as: principal))))
  }
}
