import Core
import HTTPTypes
import Hummingbird

/// Moving flows from one version of a connector to the next.
package struct FlowMigrationEndpoints: EndpointGroup {
  private let mover: FlowMover

  package init(mover: FlowMover) {
    self.mover = mover
  }

  package var endpoints: [Endpoint] { [preview, move] }

  private var preview: Endpoint {
    Endpoint(
      .get, "/rest/v1/flows/{flowId}/migration", id: "previewFlowMigration",
      summary: "Says what moving a flow to a version of a connector would change", tag: "Flows", access: .signedIn,
      parameters: [.query("to", .string, required: true, "The version, as quayConnector-v2.0.")],
      responses: [.json(.ok, "What would change; nothing is kept", FlowMigrationShapes.move)]
    ) { request, context in
      guard let id = request.query.string("to") else {
        throw RequestError.invalidParameter("to", value: "", expected: "a connector's version")
      }
      let move = try await mover.preview(try context.id("flowId"), to: id, as: try context.requirePrincipal())
      return .json(move.json)
    }
  }

  private var move: Endpoint {
    Endpoint(
      .post, "/rest/v1/flows/{flowId}/migration", id: "migrateFlow",
      summary: "Moves a flow's steps to a version of a connector, as its draft", tag: "Flows", access: .signedIn,
      body: .json(
        .object([
          .required("to", .string, "The version, as quayConnector-v2.0."),
          .optional("publish", .boolean, "Whether to publish it when nothing needs a person's eye."),
        ])),
      responses: [.json(.ok, "What was changed", FlowMigrationShapes.move)]
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["to", "publish"])
      let move = try await mover.move(
        try context.id("flowId"), to: try fields.string("to"), publishes: try fields.boolIfAny("publish") ?? false,
        as: try context.requirePrincipal())
      return .json(move.json)
    }
  }
}

/// The shapes of the answers.
enum FlowMigrationShapes {
  static let move = Shape.named(
    "FlowMigration",
    .object([
      .required("flow", .id), .required("name", .string),
      .required("outcome", .string, "unchanged, draft or published."),
      .required(
        "changes",
        .array(
          .object([
            .required("path", .string, "Where in the document, as steps.2.input.folder."), .required("text", .string),
            .required("needsAttention", .boolean, "Whether a person must look at it."),
          ]))),
      .required("needsAttention", .boolean),
      .required("problems", .array(FlowShapes.problem), "What keeps it from running."),
    ]))
}
