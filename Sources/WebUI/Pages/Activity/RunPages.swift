package import Core
package import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// One run: its process log, kept current while it goes on, and what can be done with it.
package struct RunPages: EndpointGroup {
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
      .page(one, id: "getRunPage", summary: "Shows a run") { try pages.page("run", try await model($0, $1)) },
      .page(one + "/log", id: "getRunLogFragment", summary: "Shows a run's process log alone") {
        try pages.page("run-log", try await model($0, $1))
      },
      .page(one + "/items", id: "getRunItemsPage", summary: "Shows items of a loop", handler: showItems),
      act(one + "/cancel", "postRunCancelPage", "Stops a run", notice: "stopping") {
        _ = try await runs.cancel($0, as: $1)
      },
      act(one + "/pause", "postRunPausePage", "Lets a run rest", notice: "pausing") {
        _ = try await runs.pause($0, as: $1)
      },
      act(one + "/resume", "postRunResumePage", "Lets a run go on", notice: "resumed") {
        _ = try await runs.resume($0, as: $1)
      },
    ]
  }

  private func act(
    _ path: String, _ id: String, _ summary: String, notice: String,
    _ change: @escaping @Sendable (RunID, Principal) async throws -> Void
  ) -> Endpoint {
    .act(path, id: id, summary: summary) { request, context in
      let run: RunID = try context.id("runId")
      let form = try await pages.form(request, context)
      try await change(run, context.requirePrincipal())
      return pages.redirect(
        to: (form["from"] == "list" ? "/app/activity" : "/app/activity/\(run)") + "?notice=\(notice)")
    }
  }

  private func model(_ request: Request, _ context: APIContext) async throws -> RunPage {
    let principal = try context.requirePrincipal()
    return try await model(runs.window(of: context.id("runId"), as: principal), request, context)
  }

  private func model(_ window: RunWindow, _ request: Request, _ context: APIContext) async throws -> RunPage {
    let principal = try context.requirePrincipal()
    let flow = try await flows.flow(window.run.flow, as: principal)
    let definition = try? await flows.definition(window.run.version, of: flow.id, as: principal)
    return RunPage(
      frame: pages.frame(flow.name, room: .activity, request, context), flow: flow, window: window,
      guide: StepGuide(definition), canRun: Access.allows(.runFlows, on: .team(window.run.team), as: principal),
      now: effects.now())
  }

  private func showItems(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let loop = try request.query.string("loop") ?? { throw RequestError.missingParameter("loop") }()
    let first = try request.query.int("first", in: 0...100_000_000) ?? 0
    let window = try await runs.items(
      of: context.id("runId"), loop: loop, first..<(first + StepTree.shownChildren), as: principal)
    let run = try await model(window, request, context)
    return try pages.page("run-items", RunItemsPage(run: run, loop: loop, first: first, count: window.items[loop]))
  }
}
