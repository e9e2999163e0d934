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
  private let teams: Teams
  private let pages: PageRenderer

  package init(integrations: Integrations, people: People, teams: Teams, pages: PageRenderer) {
    self.integrations = integrations
    self.people = people
    self.teams = teams
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
      .act(
        one + "/check", id: "postIntegrationCheck", summary: "Tries an integration", access: access, handler: check),
      .act(
        one + "/webhook", id: "postIntegrationWebhook", summary: "Makes the address for news", access: access,
        handler: makeHook),
      .act(
        one + "/applications", id: "postIntegrationApplication", summary: "Adds an application", access: access,
        handler: add),
      .act(
        one + "/default", id: "postIntegrationDefault", summary: "Makes an application the default", access: access,
        handler: makeDefault),
      .act(
        one + "/remove", id: "postIntegrationRemoval", summary: "Removes an application", access: access,
        handler: remove),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let found = try await integrations.list(as: context.requirePrincipal())
    var rows: [IntegrationsPage.Row] = []
    for integration in found { rows.append(.init(integration, changedBy: await name(of: integration.changedBy))) }
    let frame = pages.frame("Integrations", room: .admin, request, context)
    return try pages.page(
      "integrations", IntegrationsPage(frame: frame, search: ServiceSearch(request.query), rows: rows))
  }

  /// Somebody may have gone since.
  private func name(of person: PersonID?) async -> String {
    guard let person, let found = try? await people.find(person) else { return "" }
    return found.displayName
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let integration = try await integrations.read(
      context.parameter("kind"), application: request.query.string("application"), as: context.requirePrincipal())
    return try await page(integration, request, context)
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let kind = context.parameter("kind")
    let fields = try await pages.form(request, context)
    let integration = try await integrations.read(kind, application: fields["application"], as: principal)
    let application = integration.application
    var change = IntegrationFields.change(fields, integration)
    if fields["choosesTeams"] != nil { change.teams = fields.all("team").compactMap { TeamID($0) } }
    do {
      try await integrations.update(kind, application: application, change, as: principal)
      try await integrations.setEnabled(fields["enabled"] == "true", kind, application: application, as: principal)
      return pages.redirect(to: "/app/integrations/\(kind)?application=\(application)&notice=saved")
    } catch let error as any CodedError where error.category == .invalid || error.category == .conflict {
      let now = try await integrations.read(kind, application: application, as: principal)
      return try await page(now, entered: fields, problem: error, request, context)
    }
  }

  private func check(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let kind = context.parameter("kind")
    let application = try await pages.form(request, context)["application"]
    let integration = try await integrations.read(kind, application: application, as: principal)
    let findings = try await integrations.check(kind, application: application, as: principal)
    return try await page(integration, findings: findings, request, context)
  }

  private func makeHook(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let kind = context.parameter("kind")
    let application = try await pages.form(request, context).require("application")
    do {
      try await integrations.makeHook(kind, application: application, as: principal)
      return pages.redirect(to: "/app/integrations/\(kind)?application=\(application)&notice=saved#news")
    } catch let error as IntegrationError where error.category == .conflict {
      let integration = try await integrations.read(kind, application: application, as: principal)
      return try await page(integration, problem: error, request, context)
    }
  }

  private func add(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let kind = context.parameter("kind")
    let fields = try await pages.form(request, context)
    do {
      let made = try await integrations.addApplication(
        kind, name: fields["name"] ?? "", title: fields["title"] ?? "", as: principal)
      return pages.redirect(to: "/app/integrations/\(kind)?application=\(made.application)&notice=saved")
    } catch let error as any CodedError where error.category == .invalid || error.category == .conflict {
      return try await page(
        await integrations.read(kind, as: principal), problem: PageProblem(error), request, context)
    }
  }

  private func makeDefault(_ request: Request, _ context: APIContext) async throws -> Response {
    let kind = context.parameter("kind")
    let application = try await pages.form(request, context).require("application")
    try await integrations.makeDefault(kind, application: application, as: try context.requirePrincipal())
    return pages.redirect(to: "/app/integrations/\(kind)?application=\(application)&notice=saved")
  }

  private func remove(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let kind = context.parameter("kind")
    let application = try await pages.form(request, context).require("application")
    do {
      try await integrations.removeApplication(kind, application: application, as: principal)
      return pages.redirect(to: "/app/integrations/\(kind)?notice=deleted")
    } catch let error as IntegrationError where error.category == .conflict {
      let integration = try await integrations.read(kind, application: application, as: principal)
      return try await page(integration, problem: error, request, context)
    }
  }

  private func page(
    _ integration: Integration, entered: FormFields? = nil, problem: (any CodedError)? = nil,
    findings: [IntegrationFinding]? = nil, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let frame = pages.frame(integration.title, room: .admin, request, context)
    let around = try await surroundings(integration, try context.requirePrincipal())
    return try pages.page(
      "integration",
      IntegrationPage(
        frame: frame, integration: integration, around: around, entered: entered, problem: problem,
        findings: findings), status: problem?.httpStatus ?? .ok)
  }

  private func surroundings(
    _ integration: Integration, _ principal: Principal
  ) async throws -> IntegrationSurroundings {
    let kind = integration.kind
    var changes: [IntegrationSurroundings.Change] = []
    for entry in try await integrations.history(kind, limit: 20, as: principal) {
      changes.append(.init(entry, who: await name(of: entry.actor)))
    }
    return IntegrationSurroundings(
      integration, applications: try await integrations.applications(kind, as: principal),
      teams: try await teams.list(as: principal),
      users: try await integrations.users(of: kind, application: integration.application, as: principal),
      changes: changes,
      hook: try await integrations.hook(kind, application: integration.application, as: principal))
  }
}

/// A problem that is said above the page, though it is about a field of a form further below.
private struct PageProblem: CodedError {
  let code: String
  let category: ErrorCategory
  let message: String
  let advice: String?

  init(_ error: any CodedError) {
    (code, category, message, advice) = (error.code, error.category, error.message, error.advice)
  }
}
