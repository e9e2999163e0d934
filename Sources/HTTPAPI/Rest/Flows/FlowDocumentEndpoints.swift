import Core
import Flows
import HTTPTypes
import Hummingbird

/// A flow's document in its two forms, for whoever shows it as a tree and as YAML.
package struct FlowDocumentEndpoints: EndpointGroup {
  package init() {}

  package var endpoints: [Endpoint] { [convert] }

  private var convert: Endpoint {
    Endpoint(
      .post, "/rest/v1/flows/convert", id: "convertFlow",
      summary: "Reads a flow's document in one form and writes it in both; nothing is kept", tag: "Flows",
      access: .signedIn, body: .json(.object(FlowShapes.document)),
      responses: [
        .json(
          .ok, "The document", .object([.required("definition", .any), .required("source", .string, "As YAML.")]))
      ]
    ) { request, context in
      _ = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["definition", "source"])
      let document = try fields.flowDocument()
      return .json(["definition": document, "source": .string(try FlowDocument.yaml(document))])
    }
  }
}
