import Core
import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// Activity: all runs of all flows, kept current while somebody looks.
package struct ActivityPages: EndpointGroup {
  private let flows: Flows
  private let runs: Runs
  private let waits: Waits
  private let pages: PageRenderer

  package init(_ services: FlowPageServices) {
    flows = services.flows
    runs = services.runs
    waits = services.waits
    pages = services.pages
  }

  package var endpoints: [Endpoint] {
    [
      .page("/app/activity", id: "getActivityPage", summary: "Shows the runs") { try await show("activity", $0, $1) },
      .page("/app/activity/rows", id: "getActivityRows", summary: "Shows the rows of the runs alone") {
        try await show("activity-rows", $0, $1)
      },
    ]
  }

  private func show(_ template: String, _ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let filter = try ActivityFilter(request.query)
    let page = try request.query.page()
    let (found, next) = try await found(filter, page, as: principal)
    let known = try await flows.list(limit: 500, as: principal).items
    var names = Dictionary(known.map { ($0.id, $0.name) }) { first, _ in first }
    for (run, _) in found where names[run.flow] == nil {
      names[run.flow] = (try? await flows.flow(run.flow, as: principal).name) ?? "A deleted flow"
    }
    let approvals = try await waits.approvals(as: principal).count
    let rows = found.map { run, path in
      RunRow(
        run, flow: names[run.flow] ?? "", canRun: Access.allows(.runFlows, on: .team(run.team), as: principal),
        found: path.map { ($0, filter.text ?? "") })
    }
    return try pages.page(
      template,
      ActivityPage(
        frame: pages.frame("Activity", room: .activity, request, context),
        tabs: ActivityTabs(.runs, approvals: approvals), filter: filter, flows: known.map { ($0.id, $0.name) },
        runs: rows, isFirstPage: page.after == nil, next: next.map { filter.address(after: $0.token) }))
  }

  /// The runs of one page, each with the step that holds the text when there is one to look for.
  private func found(
    _ filter: ActivityFilter, _ page: (after: PageCursor?, limit: Int), as principal: Principal
  ) async throws -> ([(Run, String?)], PageCursor?) {
    if filter.text != nil {
      return (try await filter.found(runs, as: principal).map { ($0.run, $0.entry.path) }, nil)
    }
    let found = try await filter.runs(runs, after: page.after, limit: page.limit, as: principal)
    return (found.items.map { ($0, nil) }, found.next)
  }
}
