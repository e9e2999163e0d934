package import Connections
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
package import Identity

/// Integrations: where the administrator enters what each service gave out. Nobody else sees them.
package struct IntegrationPages: EndpointGroup {
  private let integrations: Integrations
  private let people: People
  private let pages: PageRenderer

  package init(integrations: Integrations, people: People, pages: PageRenderer) {
    self.integrations = integrations
    self.people = people
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let access = AccessRule.permission(.administerIntegrations, on: .site)
    let one = "/app/integrations/{kind}"
    return [
      .page(
        "/app/integrations", id: "getIntegrationsPage", summary: "Shows the integrations", access: access,
        handler: showAll),
      .page(one, id: "getIntegrationPage", summary: "Shows an integration", access: access, handler: show),
      .act(one, id: "postIntegrationPage", summary: "Sets an integration up", access: access, handler: save),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let found = try await integrations.list(as: context.requirePrincipal())
    var rows: [IntegrationsPage.Row] = []
    for integration in found { rows.append(.init(integration, changedBy: await name(of: integration.changedBy))) }
    let frame = pages.frame("Integrations", room: .admin, request, context)
    return try pages.page("integrations", IntegrationsPage(frame: frame, integrations: rows))
  }

  /// Somebody may have gone since.
  private func name(of person: PersonID?) async -> String {
    guard let person, let found = try? await people.find(person) else { return "" }
    return found.displayName
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let integration = try await integrations.read(context.parameter("kind"), as: context.requirePrincipal())
    return try page(integration, problem: nil, request, context)
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let kind = context.parameter("kind")
    let fields = try await pages.form(request, context)
    let change = IntegrationChange(
      clientID: fields["clientID"],
      clientSecret: fields["clientSecret"].flatMap { $0.isEmpty ? nil : Secret($0) },
      endpoint: fields["endpoint"], authorizationURL: fields["authorizationURL"], tokenURL: fields["tokenURL"])
    do {
      try await integrations.update(kind, change, as: principal)
      try await integrations.setEnabled(fields["enabled"] == "true", kind, as: principal)
      return pages.redirect(to: "/app/integrations/\(kind)?notice=saved")
    } catch let error as any CodedError where error.category == .invalid || error.category == .conflict {
      return try page(
        await integrations.read(kind, as: principal), entered: fields, problem: error, request, context)
    }
  }

  private func page(
    _ integration: Integration, entered: FormFields? = nil, problem: (any CodedError)?, _ request: Request,
    _ context: APIContext
  ) throws -> Response {
    let frame = pages.frame(integration.title, room: .admin, request, context)
    return try pages.page(
      "integration", IntegrationPage(frame: frame, integration: integration, entered: entered, problem: problem),
      status: problem?.httpStatus ?? .ok)
  }
}
