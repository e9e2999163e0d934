import Core
package import Flows
import HTTPTypes
import Hummingbird
import Identity

/// Flows as files: out, in, copied, and ready ones from the gallery.
package struct FlowFileEndpoints: EndpointGroup {
  private let flows: Flows
  private let gallery: Gallery

  package init(flows: Flows, gallery: Gallery) {
    self.flows = flows
    self.gallery = gallery
  }

  package var endpoints: [Endpoint] { [export, importFile, clone, listGallery, useGallery] }

  private static let mapping: [Shape.Member] = [
    .optional("team", .id, "Whose it becomes; the organization's when not given."),
    .optional("connections", .map(.string), "The team's connection for each name in the file."),
  ]

  private var export: Endpoint {
    endpoint(
      .get, "/flows/{flowId}/export", id: "exportFlow",
      "Gives a flow as YAML, without secrets: connections by name, and what looks like a secret left out",
      parameters: [.query("version", .integer, "The published one when not given.")],
      .content(.ok, "The file", type: "application/yaml")
    ) { request, context in
      let file = try await flows.export(
        try context.id("flowId"), version: try request.query.int("version"), as: try context.requirePrincipal())
      return .bytes(Array(try file.text().utf8), type: "application/yaml; charset=utf-8")
    }
  }

  private var importFile: Endpoint {
    endpoint(
      .post, "/flows/import", id: "importFlow",
      "Makes a flow of a file; published when it can run, else a draft that says what is missing",
      body: .json(.object([.required("source", .string, "YAML or JSON.")] + Self.mapping)),
      .json(.created, "What became of it", FlowVersionShapes.imported)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["source", "team", "connections"])
      let imported = try await flows.importing(
        try PortableFlow.parse(try fields.string("source")), connections: try fields.texts("connections"),
        in: try fields.idIfAny("team") ?? principal.organizationTeam, as: principal)
      return .created(imported.json, at: "/rest/v1/flows/\(imported.flow.id)")
    }
  }

  private var clone: Endpoint {
    endpoint(
      .post, "/flows/{flowId}/clone", id: "cloneFlow", "Makes another flow of one that is there",
      body: .json(.object([.optional("name", .string), .optional("team", .id, "The same team when not given.")])),
      .json(.created, "The copy", FlowVersionShapes.imported)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["name", "team"])
      let copy = try await flows.clone(
        try context.id("flowId"), name: try fields.stringIfAny("name"), to: try fields.idIfAny("team"),
        as: try context.requirePrincipal())
      return .created(copy.json, at: "/rest/v1/flows/\(copy.flow.id)")
    }
  }

  private var listGallery: Endpoint {
    endpoint(
      .get, "/gallery", id: "listGallery", "Lists flows that are ready to be used",
      .json(.ok, "The flows", .page(of: GalleryShapes.flow))
    ) { _, context in
      _ = try context.requirePrincipal()
      return .items(try gallery.flows.map { try $0.json() })
    }
  }

  private var useGallery: Endpoint {
    endpoint(
      .post, "/gallery/{name}", id: "createFlowFromGallery", "Makes a flow of one that is ready",
      body: .json(.object([.optional("name", .string, "What to call it.")] + Self.mapping)),
      .json(.created, "What became of it", FlowVersionShapes.imported)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["name", "team", "connections"])
      let ready = try gallery.flow(context.parameter("name"))
      let imported = try await flows.importing(
        ready.file(named: try fields.stringIfAny("name")), connections: try fields.texts("connections"),
        in: try fields.idIfAny("team") ?? principal.organizationTeam, as: principal)
      try await flows.keepSource(ready.source, of: imported.flow.id, as: principal)
      return .created(imported.json, at: "/rest/v1/flows/\(imported.flow.id)")
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn, parameters: parameters,
      body: body, responses: [answer], handler: handler)
  }
}

extension JSONFields {
  /// An object whose members are all texts; empty when it isn't there.
  fileprivate func texts(_ name: String) throws -> [String: String] {
    guard let members = try objectIfAny(name) else { return [:] }
    var texts: [String: String] = [:]
    for key in members.object.keys { texts[key] = try members.string(key) }
    return texts
  }
}
