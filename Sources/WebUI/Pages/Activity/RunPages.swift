import Core
import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// One run: its process log, kept current while it goes on, and stopping, pausing and resuming it.
package struct RunPages: EndpointGroup {
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
      .page(one, id: "getRunPage", summary: "Shows a run") { try pages.page("run", try await model($0, $1)) },
      .page(one + "/log", id: "getRunLogFragment", summary: "Shows a run's process log alone") {
        try pages.page("run-log", try await model($0, $1))
      },
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
    let window = try await runs.window(of: context.id("runId"), as: context.requirePrincipal())
    return try await services.runPage(window, request, context)
  }
}
