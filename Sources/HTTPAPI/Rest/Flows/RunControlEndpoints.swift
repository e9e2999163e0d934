import Core
package import Flows
import HTTPTypes

/// Runs that are to rest, to go on, or to be done again.
package struct RunControlEndpoints: EndpointGroup {
  private let runs: Runs

  package init(runs: Runs) {
    self.runs = runs
  }

  package var endpoints: [Endpoint] { [pause, resume, rerun] }

  private var pause: Endpoint {
    endpoint(
      "/runs/{runId}/pause", id: "pauseRun", "Has a run rest: what is in flight finishes, nothing is begun",
      .json(.accepted, "The run; it rests soon", FlowRunShapes.run)
    ) { _, context in
      let run = try await runs.pause(try context.id("runId"), as: try context.requirePrincipal())
      return .json(run.json, status: .accepted)
    }
  }

  private var resume: Endpoint {
    endpoint(
      "/runs/{runId}/resume", id: "resumeRun", "Has a run that rests go on",
      .json(.accepted, "The run", FlowRunShapes.run)
    ) { _, context in
      let run = try await runs.resume(try context.id("runId"), as: try context.requirePrincipal())
      return .json(run.json, status: .accepted)
    }
  }

  private var rerun: Endpoint {
    endpoint(
      "/runs/{runId}/rerun", id: "rerunRun",
      "Repeats a run that has ended, in whole or in part, as a new run; what is done isn't done again",
      body: .json(
        .object([
          .optional("from", .string, "The path of the step to begin with, as in the log; without it, the whole run."),
          .optional("input", .any, "What that step, or the run, is called with instead of what it was."),
          .optional("onlyFailedItems", .boolean, "Does the items of loops again that failed, and what follows."),
          .optional("onNewestVersion", .boolean, "Uses the flow as it is now."),
        ])
      ).optional,
      .json(.accepted, "The new run", FlowRunShapes.run)
    ) { request, context in
      let fields = try await request.fieldsIfAny(context)
      try fields.refuseOthers(than: ["from", "input", "onlyFailedItems", "onNewestVersion"])
      let run = try await runs.rerun(
        try context.id("runId"), from: try fields.stringIfAny("from"), editedInput: fields.valueIfAny("input"),
        onlyFailedItems: try fields.boolIfAny("onlyFailedItems") ?? false,
        onNewestVersion: try fields.boolIfAny("onNewestVersion") ?? false, as: try context.requirePrincipal())
      return .json(run.json, status: .accepted, headers: [.location: "/rest/v1/runs/\(run.id)"])
    }
  }

  private func endpoint(
    _ path: String, id: String, _ summary: String, body: BodyShape? = nil, _ answer: ResponseShape,
    handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      .post, "/rest/v1\(path)", id: id, summary: summary, tag: "Runs", access: .signedIn, body: body,
      responses: [answer], handler: handler)
  }
}
