import Core
package import Flows
import HTTPTypes
import Hummingbird

/// A flow's document in its two forms, for whoever shows it as a tree and as YAML.
package struct FlowDocumentEndpoints: EndpointGroup {
  private let flows: Flows

  package init(flows: Flows) {
    self.flows = flows
  }

  package var endpoints: [Endpoint] { [convert] }

  private var convert: Endpoint {
    Endpoint(
      .post, "/rest/v1/flows/convert", id: "convertFlow",
      summary: "Reads a flow's document in one form and writes it in both; nothing is kept", tag: "Flows",
      access: .signedIn,
      body: .json(
        .object(
          [.optional("flow", .id, "Whose text is given where somebody wrote this very definition.")]
            + FlowShapes.document)),
      responses: [
        .json(
          .ok, "The document", .object([.required("definition", .any), .required("source", .string, "As YAML.")]))
      ]
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["flow", "definition", "source"])
      let document = try fields.flowDocument()
      let source =
        if let flow: FlowID = try fields.idIfAny("flow") {
          try await flows.source(of: flow, saying: document, as: principal)
        } else {
          try FlowDocument.yaml(document)
        }
      return .json(["definition": document, "source": .string(source)])
    }
  }
}
