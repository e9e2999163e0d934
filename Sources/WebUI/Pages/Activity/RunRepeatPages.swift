import Core
import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// Repeating a run that has ended: in whole, from a step, or only the items that failed.
package struct RunRepeatPages: EndpointGroup {
  private let services: FlowPageServices
  private let runs: Runs
  private let pages: PageRenderer

  package init(_ services: FlowPageServices) {
    self.services = services
    runs = services.runs
    pages = services.pages
  }

  package var endpoints: [Endpoint] {
    let address = "/app/activity/{runId}/rerun"
    return [
      .page(address, id: "getRunRepeatPage", summary: "Asks how to repeat a run") { request, context in
        let step = request.query.string("step").flatMap { $0.isEmpty ? nil : $0 }
        return try await ask(step, request, context)
      },
      .act(address, id: "postRunRepeatPage", summary: "Repeats a run", handler: rerun),
    ]
  }

  private func rerun(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let form = try await pages.form(request, context)
    let step = form["step"].flatMap { $0.isEmpty ? nil : $0 }
    do {
      let input: JSONValue? = form["with"] == "edited" ? try Self.parsed(form["input"] ?? "") : JSONValue?.none
      let run = try await runs.rerun(
        try context.id("runId"), from: step, editedInput: input, onlyFailedItems: form["only"] == "failed",
        onNewestVersion: form["newest"] == "true", as: principal)
      return pages.redirect(to: "/app/activity/\(run.id)")
    } catch let error as FlowError where error.category == .invalid {
      return try await ask(step, entered: form, error: error, request, context)
    }
  }

  private func ask(
    _ step: String?, entered: FormFields? = nil, error: FlowError? = nil, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let principal = try context.requirePrincipal()
    let id: RunID = try context.id("runId")
    let run = try await runs.run(id, as: principal)
    try Access.require(.runFlows, on: .team(run.team), as: principal)
    let flow = try await services.flows.flow(run.flow, as: principal)
    let entry: StepEntry? = if let step { try await runs.entry(step, of: id, as: principal) } else { nil }
    let input: JSONValue? =
      if step == nil {
        try await runs.trigger(of: id, as: principal)
      } else {
        // What retention took can't be edited; it can still be made anew.
        try? await runs.value(.input, of: step ?? "", in: id, as: principal)
      }
    return try pages.page(
      "run-repeat",
      RunRepeatPage(
        frame: pages.frame("Repeat \(flow.name)", room: .activity, request, context), run: run, flow: flow,
        entry: entry, input: input, entered: entered, error: error),
      status: error?.httpStatus ?? .ok)
  }

  private static func parsed(_ text: String) throws(FlowError) -> JSONValue {
    do {
      return try JSONValue(parsing: Array(text.utf8))
    } catch {
      throw FlowError.inputRefused([
        FlowProblem(step: nil, field: "input", message: "The input isn't JSON.", advice: "Texts stand in quotes.")
      ])
    }
  }
}
