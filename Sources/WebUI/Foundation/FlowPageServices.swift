package import Core
package import Flows
import HTTPAPI
import Hummingbird
import Identity

/// What the pages of flows and their runs work with.
package struct FlowPageServices: Sendable {
  let flows: Flows
  let runs: Runs
  let waits: Waits
  let effects: Effects
  let pages: PageRenderer

  package init(flows: Flows, runs: Runs, waits: Waits, effects: Effects, pages: PageRenderer) {
    self.flows = flows
    self.runs = runs
    self.waits = waits
    self.effects = effects
    self.pages = pages
  }

  /// The model of a run's page, of those entries that a window shows.
  func runPage(_ window: RunWindow, _ request: Request, _ context: APIContext) async throws -> RunPage {
    let principal = try context.requirePrincipal()
    let flow = try await flows.flow(window.run.flow, as: principal)
    let definition = try? await flows.definition(window.run.version, of: flow.id, as: principal)
    return RunPage(
      frame: pages.frame(flow.name, room: .activity, request, context), flow: flow, window: window,
      guide: StepGuide(definition), canRun: Access.allows(.runFlows, on: .team(window.run.team), as: principal),
      now: effects.now())
  }
}
