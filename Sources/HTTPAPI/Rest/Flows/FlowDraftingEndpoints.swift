package import Core
import Flows
import HTTPTypes
import Hummingbird

/// What the flow builder needs to show one flow in two ways: the document as JSON and as YAML, and when schedules fire.
package struct FlowDraftingEndpoints: EndpointGroup {
  private let effects: Effects

  package init(effects: Effects) {
    self.effects = effects
  }

  package var endpoints: [Endpoint] { [convert, firings] }

  private var convert: Endpoint {
    endpoint(
      "/flows/convert", id: "convertFlow", "Reads a flow's document in one form and writes it in both; nothing is kept",
      body: .json(.object(FlowShapes.document)),
      .json(
        .ok, "The document", .object([.required("definition", .any), .required("source", .string, "As YAML.")]))
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["definition", "source"])
      let document = try fields.flowDocument()
      return .json(["definition": document, "source": .string(try FlowDocument.yaml(document))])
    }
  }

  private var firings: Endpoint {
    endpoint(
      "/flows/firings", id: "listFlowFirings", "Says when a schedule would fire next; nothing is kept",
      body: .json(.object([.required("schedule", .map(.any), "As in a flow's trigger.")])),
      .json(
        .ok, "The next times",
        .object([.required("firings", .array(.date)), .required("problems", .array(FlowShapes.problem))]))
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["schedule"])
      let document: JSONValue = [
        "name": "Schedule", "trigger": ["schedule": try fields.value("schedule")],
        "steps": [["id": "a", "set": ["a": 1]]],
      ]
      let (definition, problems) = FlowReader.read(document)
      var firings: [JSONValue] = []
      var date = effects.now()
      while firings.count < 5, let next = definition.schedules.first?.next(after: date, last: nil) {
        firings.append(JSONValue(next))
        date = next
      }
      return .json(["firings": .array(problems.isEmpty ? firings : []), "problems": .array(problems.map(\.json))])
    }
  }

  private func endpoint(
    _ path: String, id: String, _ summary: String, body: BodyShape, _ answer: ResponseShape,
    handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      .post, "/rest/v1\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn, body: body,
      responses: [answer]
    ) { request, context in
      _ = try context.requirePrincipal()
      return try await handler(request, context)
    }
  }
}
