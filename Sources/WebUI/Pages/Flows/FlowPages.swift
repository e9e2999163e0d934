import Core
import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// Flows: the list, the definition, running and switching on.
package struct FlowPages: EndpointGroup {
  private let flows: Flows
  private let runs: Runs
  private let publicURL: String
  private let pages: PageRenderer

  /// - Parameter publicURL: where webhook addresses begin, without a slash at the end.
  package init(_ services: FlowPageServices, publicURL: String) {
    flows = services.flows
    runs = services.runs
    self.publicURL = publicURL
    pages = services.pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/flows/{flowId}"
    return [
      .page("/app/flows/new", id: "getNewFlowPage", summary: "Shows a new flow", handler: showNew),
      .act("/app/flows/new", id: "postNewFlowPage", summary: "Makes a flow", handler: create),
      .page(one, id: "getFlowPage", summary: "Shows a flow", handler: show),
      .act(one, id: "postFlowPage", summary: "Saves a flow as its next version", handler: save),
    ]
  }

  private func showNew(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    try Access.require(.editFlows, on: .team(principal.organizationTeam), as: principal)
    return try page(nil, text: FlowPage.template, request, context)
  }

  private func create(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let text = try await pages.form(request, context)["definition"] ?? ""
    do {
      let flow = try await flows.create(FlowDocument.parse(text), in: principal.organizationTeam, as: principal)
      return pages.redirect(to: "/app/flows/\(flow.id)?notice=saved")
    } catch let error as FlowError {
      return try page(nil, text: text, error: error, request, context)
    }
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let flow = try await flows.flow(context.id("flowId"), as: principal)
    let version = try await flows.version(of: flow.id, as: principal)
    let definition = try await flows.definition(of: flow.id, as: principal)
    let recent = try await runs.list(flow: flow.id, limit: 10, as: principal).items
    var webhook: String?
    if Self.may(.editFlows, flow, principal), definition.triggers.contains(where: { $0.kindName == "webhook" }) {
      webhook = publicURL + "/hooks/" + (try await flows.webhook(of: flow.id, as: principal).token.revealed)
    }
    return try page(
      flow, text: FlowDocument.yaml(version.document), definition: definition, webhook: webhook,
      runs: recent.map { RunRow($0, flow: flow.name) }, request, context)
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let flow = try await flows.flow(context.id("flowId"), as: principal)
    let text = try await pages.form(request, context)["definition"] ?? ""
    do {
      _ = try await flows.update(flow.id, FlowDocument.parse(text), as: principal)
      return pages.redirect(to: "/app/flows/\(flow.id)?notice=saved")
    } catch let error as FlowError {
      return try page(flow, text: text, error: error, request, context)
    }
  }

  private func page(
    _ flow: Flow?, text: String, definition: FlowDefinition? = nil, webhook: String? = nil, runs: [RunRow] = [],
    error: FlowError? = nil, runForm: FormFields? = nil, runError: FlowError? = nil, _ request: Request,
    _ context: APIContext
  ) throws -> Response {
    let principal = try context.requirePrincipal()
    let frame = pages.frame(flow?.name ?? "New flow", room: .flows, request, context)
    return try pages.page(
      "flow",
      FlowPage(
        frame: frame, flow: flow, triggers: definition?.triggers ?? [.manual], definition: text, webhook: webhook,
        problems: error.map(Self.problems) ?? [], runProblems: runError.map(Self.problems) ?? [],
        input: RunInput(definition?.inputSchema, entered: runForm), runs: runs,
        canEdit: flow.map { Self.may(.editFlows, $0, principal) } ?? true,
        canRun: flow.map { Self.may(.runFlows, $0, principal) } ?? false,
        team: (flow?.team ?? principal.organizationTeam).description, isText: request.query.string("view") == "text"),
      status: (error ?? runError)?.httpStatus ?? .ok)
  }

  private static func problems(_ error: FlowError) -> [FlowPage.Problem] {
    switch error {
    case .invalid(let problems), .inputRefused(let problems): return problems.map(FlowPage.Problem.init)
    default: return [FlowPage.Problem(place: "The definition", message: error.description)]
    }
  }

  private static func may(_ permission: Permission, _ flow: Flow, _ principal: Principal) -> Bool {
    Access.allows(permission, on: .team(flow.team), as: principal)
  }
}
