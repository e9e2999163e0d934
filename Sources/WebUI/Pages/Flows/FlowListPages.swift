import Core
import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// The list of flows, and what can be done with one from there: run, switch, rename, copy, export, delete.
package struct FlowListPages: EndpointGroup {
  private let flows: Flows
  private let runs: Runs
  private let effects: Effects
  private let pages: PageRenderer

  package init(_ services: FlowPageServices) {
    flows = services.flows
    runs = services.runs
    effects = services.effects
    pages = services.pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/flows/{flowId}"
    return [
      .page("/app/flows", id: "getFlowsPage", summary: "Shows the flows", handler: showAll),
      .page(one + "/run", id: "getFlowRunPage", summary: "Asks for a flow's input", handler: askForInput),
      .act(one + "/run", id: "postFlowRunPage", summary: "Runs a flow", handler: run),
      .act(one + "/active", id: "postFlowActivePage", summary: "Switches a flow on or off", handler: setActive),
      .act(one + "/rename", id: "postFlowRenamePage", summary: "Renames and describes a flow", handler: rename),
      .act(one + "/clone", id: "postFlowClonePage", summary: "Makes a copy of a flow", handler: clone),
      .page(one + "/export", id: "getFlowExportPage", summary: "Gives a flow as a file", handler: export),
      .act(one + "/delete", id: "postFlowDeletePage", summary: "Deletes a flow and its runs", handler: delete),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let page = try request.query.page()
    let found = try await flows.list(after: page.after, limit: page.limit, as: principal)
    let recent = try await runs.recent(of: found.items.map(\.id), each: Sparkline.length, as: principal)
    var rows: [FlowsPage.Row] = []
    for flow in found.items {
      let definition = try await flows.definition(of: flow.id, as: principal)
      rows.append(
        .init(
          flow, definition, runs: recent[flow.id] ?? [], canEdit: Self.may(.editFlows, flow, principal),
          canRun: flow.isPublished && Self.may(.runFlows, flow, principal), now: effects.now()))
    }
    let canEdit = Access.allows(.editFlows, on: .team(principal.organizationTeam), as: principal)
    return try pages.page(
      "flows",
      FlowsPage(
        frame: pages.frame("Flows", room: .flows, request, context), canEdit: canEdit, flows: rows,
        next: found.next.map { "/app/flows?after=\($0.token)" }))
  }

  private func askForInput(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let flow = try await flows.flow(context.id("flowId"), as: principal)
    try Access.require(.runFlows, on: .team(flow.team), as: principal)
    return try await ask(flow, request, context)
  }

  private func run(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let form = try await pages.form(request, context)
    let flow = try await flows.flow(context.id("flowId"), as: principal)
    let definition = try await flows.definition(of: flow.id, as: principal)
    do {
      let input = RunInput.value(form, under: definition.inputSchema)
      let run = try await flows.run(flow.id, input: input, as: principal)
      return pages.redirect(to: "/app/activity/\(run.id)")
    } catch let error as FlowError where error.category == .invalid {
      return try await ask(flow, entered: form, error: error, request, context)
    }
  }

  private func ask(
    _ flow: Flow, entered: FormFields? = nil, error: FlowError? = nil, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let definition = try await flows.definition(of: flow.id, as: context.requirePrincipal())
    let problems = error.map(RunForm.problems) ?? []
    return try pages.page(
      "run-form",
      RunForm(
        frame: pages.frame("Run \(flow.name)", room: .flows, request, context), flow: flow,
        input: RunInput(definition.inputSchema, entered: entered, problems: problems), problems: problems),
      status: error?.httpStatus ?? .ok)
  }

  private func setActive(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await pages.form(request, context)
    let isActive = form["active"] == "true"
    let flow = try await flows.setActive(context.id("flowId"), isActive, as: context.requirePrincipal())
    let address = form["from"] == "list" ? "/app/flows" : "/app/flows/\(flow.id)"
    return pages.redirect(to: "\(address)?notice=\(isActive ? "activated" : "deactivated")")
  }

  /// The name stands in the document, so that a file of the flow has it too: a new version. A draft gets it as well.
  private func rename(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await pages.form(request, context)
    let principal = try context.requirePrincipal()
    let name = try form.require("name")
    let renamed = { (document: JSONValue) -> JSONValue in
      var object = document.objectValue ?? [:]
      object["name"] = .string(name)
      object["description"] = form["description"].flatMap { $0.isEmpty ? nil : JSONValue.string($0) }
      return .object(object)
    }
    var flow = try await flows.flow(context.id("flowId"), as: principal)
    if flow.isPublished {
      let version = try await flows.version(of: flow.id, as: principal)
      let document = renamed(version.document)
      if document != version.document {
        flow = try await flows.update(flow.id, document, base: version.number, as: principal)
      }
    }
    if flow.draft != nil {
      let draft = try await flows.draft(of: flow.id, as: principal)
      _ = try await flows.saveDraft(
        of: flow.id, renamed(draft.document), revision: draft.revision, base: flow.version, as: principal)
    }
    return pages.redirect(to: "/app/flows?notice=saved")
  }

  private func clone(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    let copy = try await flows.clone(context.id("flowId"), as: context.requirePrincipal())
    return pages.redirect(to: "/app/flows/\(copy.flow.id)?notice=copied")
  }

  private func export(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let flow = try await flows.flow(context.id("flowId"), as: principal)
    let text = try await flows.export(flow.id, as: principal).text()
    let name = flow.name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
    return .bytes(
      Array(text.utf8), type: "application/yaml; charset=utf-8",
      headers: [.contentDisposition: "attachment; filename=\"\(name).yaml\""])
  }

  private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    try await flows.delete(context.id("flowId"), as: context.requirePrincipal())
    return pages.redirect(to: "/app/flows?notice=deleted")
  }

  private static func may(_ permission: Permission, _ flow: Flow, _ principal: Principal) -> Bool {
    Access.allows(permission, on: .team(flow.team), as: principal)
  }
}
