import Core
import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// What doesn't stand on the page of a run: further items of a loop, one step with all its attempts, what a search finds.
package struct RunDetailPages: EndpointGroup {
  private let services: FlowPageServices
  private let runs: Runs
  private let pages: PageRenderer

  package init(_ services: FlowPageServices) {
    self.services = services
    runs = services.runs
    pages = services.pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/activity/{runId}"
    return [
      .page(one + "/items", id: "getRunItemsPage", summary: "Shows items of a loop", handler: showItems),
      .page(one + "/step", id: "getRunStepPage", summary: "Shows a step of a run with all its attempts") {
        try await showStep($0, $1)
      },
      .page(one + "/search", id: "getRunSearchPage", summary: "Shows what in a run's log holds a text") {
        try await search($0, $1)
      },
    ]
  }

  private func showItems(_ request: Request, _ context: APIContext) async throws -> Response {
    let loop = try request.query.string("loop") ?? { throw RequestError.missingParameter("loop") }()
    let first = try request.query.int("first", in: 0...100_000_000) ?? 0
    let window = try await runs.items(
      of: context.id("runId"), loop: loop, first..<(first + StepTree.shownChildren), as: context.requirePrincipal())
    let run = try await services.runPage(window, request, context)
    return try pages.page("run-items", RunItemsPage(run: run, loop: loop, first: first, count: window.items[loop]))
  }

  private func showStep(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let path = try request.query.string("path") ?? { throw RequestError.missingParameter("path") }()
    let id: RunID = try context.id("runId")
    let run = try await runs.run(id, as: principal)
    let entry = try await runs.entry(path, of: id, as: principal)
    let page = try await services.runPage(RunWindow(run: run, entries: [entry], items: [:]), request, context)
    return try pages.page("run-entry", RunEntryPage(run: page, entry: entry))
  }

  private func search(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let text = request.query.string("q") ?? ""
    let id: RunID = try context.id("runId")
    let run = try await runs.run(id, as: principal)
    let cursor = try request.query.page().after
    let found =
      text.isEmpty
      ? Page(items: [], next: nil)
      : try await runs.entries(of: id, LogFilter(text: text), after: cursor, limit: 50, as: principal)
    let page = try await services.runPage(RunWindow(run: run, entries: [], items: [:]), request, context)
    return try pages.page("run-search", RunSearchPage(run: page, text: text, found: found))
  }
}
