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
      .act(one, id: "postFlowPage", summary: "Saves a flow as its draft, and publishes it", handler: save),
    ]
  }

  private func showNew(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    try Access.require(.editFlows, on: .team(principal.organizationTeam), as: principal)
    return try page(nil, text: FlowPage.template, request, context)
  }

  private func create(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let form = try await pages.form(request, context)
    let text = form["definition"] ?? ""
    do {
      let flow = try await flows.createDraft(FlowDocument.parse(text), in: principal.organizationTeam, as: principal)
      return try await kept(text, of: flow, form, request, context)
    } catch let error as FlowError {
      return try page(nil, text: text, error: error, request, context)
    }
  }

  private func save(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let form = try await pages.form(request, context)
    let text = form["definition"] ?? ""
    let flow = try await flows.flow(context.id("flowId"), as: principal)
    do {
      _ = try await flows.saveDraft(of: flow.id, FlowDocument.parse(text), as: principal)
      return try await kept(text, of: flow, form, request, context)
    } catch let error as FlowError {
      return try page(flow, text: text, error: error, request, context)
    }
  }

  /// After a draft was saved: keeps its comments, and publishes it when that was asked for.
  private func kept(
    _ text: String, of flow: Flow, _ form: FormFields, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    try await flows.keepSource(text, of: flow.id, as: principal)
    let address = "/app/flows/\(flow.id)?" + (form["view"] == "text" ? "view=text&" : "")
    guard form["publish"] == "true" else { return pages.redirect(to: address + "notice=draft") }
    do {
      _ = try await flows.publish(flow.id, as: principal)
    } catch FlowError.invalid {
      // The page says what is wrong with a draft.
      return pages.redirect(to: address + "notice=not-published")
    }
    return pages.redirect(to: address + "notice=published")
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let flow = try await flows.flow(context.id("flowId"), as: principal)
    let draft: FlowDraft? = flow.draft == nil ? nil : try await flows.draft(of: flow.id, as: principal)
    let document: JSONValue =
      if let draft { draft.document } else { try await flows.version(of: flow.id, as: principal).document }
    let problems: [FlowProblem] = if let draft { try await flows.problems(of: draft, as: principal) } else { [] }
    let definition = try await flows.definition(of: flow.id, as: principal)
    let recent = try await runs.list(flow: flow.id, limit: 10, as: principal).items
    return try page(
      flow, text: try await flows.source(of: flow.id, saying: document, as: principal), definition: definition,
      webhook: try await webhook(of: flow, definition, as: principal), runs: recent.map { RunRow($0, flow: flow.name) },
      error: problems.isEmpty ? nil : .invalid(problems), status: .ok, request, context)
  }

  /// Where other systems call it; `nil` where they don't, or when it isn't for whoever looks.
  private func webhook(of flow: Flow, _ definition: FlowDefinition, as principal: Principal) async throws -> String? {
    guard Self.may(.editFlows, flow, principal), definition.triggers.contains(where: { $0.kindName == "webhook" })
    else { return nil }
    return publicURL + "/hooks/" + (try await flows.webhook(of: flow.id, as: principal).token.revealed)
  }

  private func page(
    _ flow: Flow?, text: String, definition: FlowDefinition? = nil, webhook: String? = nil, runs: [RunRow] = [],
    error: FlowError? = nil, status: HTTPResponse.Status? = nil, _ request: Request, _ context: APIContext
  ) throws -> Response {
    let principal = try context.requirePrincipal()
    let frame = pages.frame(flow?.name ?? "New flow", room: .flows, request, context)
    return try pages.page(
      "flow",
      FlowPage(
        frame: frame, flow: flow, triggers: definition?.triggers ?? [.manual], definition: text, webhook: webhook,
        problems: error.map(Self.problems) ?? [], input: RunInput(definition?.inputSchema), runs: runs,
        canEdit: flow.map { Self.may(.editFlows, $0, principal) } ?? true,
        canRun: flow.map { Self.may(.runFlows, $0, principal) } ?? false,
        team: (flow?.team ?? principal.organizationTeam).description, isText: request.query.string("view") == "text",
        mustCorrect: error != nil && status == nil),
      status: status ?? error?.httpStatus ?? .ok)
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
