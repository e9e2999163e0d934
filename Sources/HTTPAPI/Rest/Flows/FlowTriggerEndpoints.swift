import Core
package import Flows
import Hummingbird

/// What starts flows: how each trigger stands, and when a schedule would fire.
package struct FlowTriggerEndpoints: EndpointGroup {
  private let flows: Flows

  package init(flows: Flows) {
    self.flows = flows
  }

  package var endpoints: [Endpoint] { [read, preview] }

  private var read: Endpoint {
    Endpoint(
      .get, "/rest/v1/flows/{flowId}/triggers", id: "listFlowTriggers",
      summary: "Says how a flow's triggers stand: next times, last questions, what is missing", tag: "Flows",
      access: .signedIn, responses: [.json(.ok, "The triggers", .page(of: FlowTriggerShapes.trigger))]
    ) { _, context in
      let triggers = try await flows.triggers(of: try context.id("flowId"), as: try context.requirePrincipal())
      return .items(triggers.map(\.json))
    }
  }

  private var preview: Endpoint {
    Endpoint(
      .post, "/rest/v1/flows/schedule-preview", id: "previewSchedule",
      summary: "Says when a schedule would fire next; keeps nothing", tag: "Flows", access: .signedIn,
      body: .json(
        .object([.required("schedule", .map(.any), "As a flow writes it: `every`, or `cron` and `timeZone`, or `at`.")])
      ), responses: [.json(.ok, "The next five times", .page(of: FlowTriggerShapes.firing))]
    ) { request, context in
      _ = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["schedule"])
      return .items(try flows.firings(of: try fields.value("schedule")).map(\.json))
    }
  }
}
