import Core
package import Flows
import HTTPTypes
import Hummingbird

/// What the flow builder asks while a flow is being built: previews, tests of one step, pinned outputs.
package struct FlowTrialEndpoints: EndpointGroup {
  private let trials: FlowTrials

  package init(trials: FlowTrials) {
    self.trials = trials
  }

  package var endpoints: [Endpoint] { [preview, test, run, pins, pin, unpin] }

  private var preview: Endpoint {
    endpoint(
      .post, "/flows/preview", id: "previewFlowTemplate", "Fills a template on a run's data; nothing is kept",
      body: .json(
        .object(
          [
            .required("template", .any, "A value with expressions in it, as a step's input."),
            .optional("flow", .id, "Whose pinned outputs stand in for those of the run."),
          ] + FlowTrialShapes.scope)),
      .json(.ok, "What comes out, or why nothing does", FlowTrialShapes.result)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: FlowTrialShapes.scopeNames.union(["template", "flow"]))
      let result = try await trials.preview(
        fields.object["template"] ?? .null, in: try fields.trialScope(), of: try fields.idIfAny("flow"),
        as: try context.requirePrincipal())
      return .json(result.json)
    }
  }

  private var test: Endpoint {
    endpoint(
      .post, "/flows/{flowId}/test", id: "testFlowStep",
      "Performs the action of one step once, for real, as a run of its own",
      body: .json(
        .object([.required("step", .map(.any), "The step as it stands in the definition.")] + FlowTrialShapes.scope)),
      .json(.accepted, "The run; it is on disk when this answers", FlowRunShapes.run)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: FlowTrialShapes.scopeNames.union(["step"]))
      let run = try await trials.test(
        try fields.value("step"), in: try fields.trialScope(), of: try context.id("flowId"),
        as: try context.requirePrincipal())
      return .json(run.json, status: .accepted, headers: [.location: "/rest/v1/runs/\(run.id)"])
    }
  }

  private var run: Endpoint {
    endpoint(
      .post, "/flows/{flowId}/trial", id: "runFlowDraft",
      "Runs a document of the flow without publishing it; actions are really performed",
      body: .json(.object([.optional("input", .any, "What `.trigger` holds.")] + FlowShapes.document)),
      .json(.accepted, "The run; it is on disk when this answers", FlowRunShapes.run)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["input", "definition", "source"])
      let run = try await trials.run(
        try fields.flowDocument(), input: fields.valueIfAny("input") ?? [:], of: try context.id("flowId"),
        as: try context.requirePrincipal())
      return .json(run.json, status: .accepted, headers: [.location: "/rest/v1/runs/\(run.id)"])
    }
  }

  private var pins: Endpoint {
    endpoint(
      .get, "/flows/{flowId}/pins", id: "listFlowPins", "Reads the outputs that the caller pinned",
      .json(.ok, "Outputs by step", .object([.required("pins", .map(.any))]))
    ) { _, context in
      let pins = try await trials.pins(of: try context.id("flowId"), as: try context.requirePrincipal())
      return .json(["pins": .object(pins)])
    }
  }

  private var pin: Endpoint {
    endpoint(
      .put, "/flows/{flowId}/pins/{step}", id: "pinFlowOutput",
      "Lets an output stand in for a step's in the caller's previews and tests; runs of the flow don't use it",
      body: .json(.object([.required("output", .any)])), .empty(.noContent, "Pinned")
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["output"])
      try await trials.pin(
        fields.object["output"] ?? .null, of: context.parameter("step"), in: try context.id("flowId"),
        as: try context.requirePrincipal())
      return .noContent
    }
  }

  private var unpin: Endpoint {
    endpoint(
      .delete, "/flows/{flowId}/pins/{step}", id: "unpinFlowOutput", "Takes a pin away",
      .empty(.noContent, "It is away")
    ) { _, context in
      try await trials.unpin(
        context.parameter("step"), in: try context.id("flowId"), as: try context.requirePrincipal())
      return .noContent
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, body: BodyShape? = nil,
    _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn, body: body,
      responses: [answer], handler: handler)
  }
}
