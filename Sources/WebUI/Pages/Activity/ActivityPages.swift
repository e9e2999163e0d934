package import Core
package import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// Activity: all runs, and the process log of one, kept current while it goes on.
package struct ActivityPages: EndpointGroup {
  private let flows: Flows
  private let runs: Runs
  private let effects: Effects
  private let pages: PageRenderer

  package init(flows: Flows, runs: Runs, effects: Effects, pages: PageRenderer) {
    self.flows = flows
    self.runs = runs
    self.effects = effects
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/activity/{runId}"
    return [
      .page("/app/activity", id: "getActivityPage", summary: "Shows the runs", handler: showAll),
      .page(one, id: "getRunPage", summary: "Shows a run", handler: show),
      .page(one + "/log", id: "getRunLogFragment", summary: "Shows a run's process log alone", handler: showLog),
      .act(one + "/cancel", id: "postRunCancelPage", summary: "Stops a run", handler: cancel),
    ]
  }

  private func showAll(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let page = try request.query.page()
    let found = try await runs.list(after: page.after, limit: page.limit, as: principal)
    var names: [FlowID: String] = [:]
    for run in found.items where names[run.flow] == nil {
      names[run.flow] = (try? await flows.flow(run.flow, as: principal).name) ?? "A deleted flow"
    }
    let frame = pages.frame("Activity", room: .activity, request, context)
    return try pages.page(
      "activity",
      ActivityPage(
        frame: frame, runs: found.items.map { RunRow($0, flow: names[$0.flow] ?? "") },
        next: found.next.map { "/app/activity?after=\($0.token)" }))
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    try pages.page("run", try await model(request, context))
  }

  private func showLog(_ request: Request, _ context: APIContext) async throws -> Response {
    try pages.page("run-log", try await model(request, context))
  }

  private func model(_ request: Request, _ context: APIContext) async throws -> RunPage {
    let principal = try context.requirePrincipal()
    let log = try await runs.log(of: context.id("runId"), as: principal)
    let flow = try await flows.flow(log.run.flow, as: principal)
    let definition = try? await flows.definition(log.run.version, of: flow.id, as: principal)
    return RunPage(
      frame: pages.frame(flow.name, room: .activity, request, context), flow: flow, log: log,
      guide: StepGuide(definition),
      canCancel: Access.allows(.runFlows, on: .team(log.run.team), as: principal), now: effects.now())
  }

  private func cancel(_ request: Request, _ context: APIContext) async throws -> Response {
    let id: RunID = try context.id("runId")
    _ = try await pages.form(request, context)
    _ = try await runs.cancel(id, as: context.requirePrincipal())
    return pages.redirect(to: "/app/activity/\(id)?notice=stopping")
  }
}

/// What the list of runs shows.
struct ActivityPage: Sendable {
  let frame: PageFrame
  let runs: [RunRow]
  let hasRuns: Bool
  let next: String?

  init(frame: PageFrame, runs: [RunRow], next: String?) {
    self.frame = frame
    self.runs = runs
    hasRuns = !runs.isEmpty
    self.next = next
  }
}
