import Core
package import Flows
import HTTPTypes
import Hummingbird
import Identity

/// Flows: reading, writing, checking, switching on. Who may depends on the flow's team, so that the room itself asks.
package struct FlowEndpoints: EndpointGroup {
  private let flows: Flows
  private let actions: ActionRegistry

  package init(flows: Flows, actions: ActionRegistry) {
    self.flows = flows
    self.actions = actions
  }

  package var endpoints: [Endpoint] {
    [list, create, validate, read, update, remove, activate, versions, version, listActions]
  }

  private var list: Endpoint {
    endpoint(
      .get, "/flows", id: "listFlows", "Lists flows by name",
      parameters: [.query("team", .id, "Only those of this team.")] + Parameter.page,
      .json(.ok, "The flows", .page(of: FlowShapes.flow))
    ) { request, context in
      let page = try request.query.page()
      let found = try await flows.list(
        team: try request.query.id("team"), after: page.after, limit: page.limit, as: try context.requirePrincipal())
      return .page(found, \.json)
    }
  }

  private var create: Endpoint {
    endpoint(
      .post, "/flows", id: "createFlow", "Makes a flow, switched off",
      body: .json(
        .object(
          [
            .optional("team", .id, "The organization's team when not given."),
            .optional("draft", .boolean, "Keeps it without publishing it; it may be wrong then."),
          ] + FlowShapes.document)),
      .json(.created, "The flow", FlowShapes.flow)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["team", "draft", "definition", "source"])
      let team = try fields.idIfAny("team") ?? principal.organizationTeam
      let document = try fields.flowDocument()
      let flow =
        try fields.boolIfAny("draft") == true
        ? try await flows.createDraft(document, in: team, as: principal)
        : try await flows.create(document, in: team, as: principal)
      try await fields.keepSource(of: flow.id, in: flows, as: principal)
      return .created(flow.json, at: "/rest/v1/flows/\(flow.id)")
    }
  }

  private var validate: Endpoint {
    endpoint(
      .post, "/flows/validate", id: "validateFlow", "Says everything that keeps a flow from running, and keeps nothing",
      body: .json(.object([.optional("team", .id)] + FlowShapes.document)),
      .json(.ok, "What is wrong; nothing when the list is empty", FlowShapes.problems)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["team", "definition", "source"])
      let team = try fields.idIfAny("team") ?? principal.organizationTeam
      let problems = try await flows.validate(try fields.flowDocument(), in: team, as: principal)
      return .json(["problems": .array(problems.map(\.json))])
    }
  }

  private var read: Endpoint {
    endpoint(
      .get, "/flows/{flowId}", id: "getFlow", "Reads a flow and its newest definition",
      .json(.ok, "The flow", FlowShapes.wholeFlow)
    ) { _, context in
      let principal = try context.requirePrincipal()
      let flow = try await flows.flow(try context.id("flowId"), as: principal)
      let version = try await flows.version(of: flow.id, as: principal)
      let definition = try await flows.definition(version.number, of: flow.id, as: principal)
      return .json(flow.json(with: definition, version.document))
    }
  }

  private var update: Endpoint {
    endpoint(
      .put, "/flows/{flowId}", id: "updateFlow", "Saves a new version of a flow",
      body: .json(
        .object(
          [.optional("version", .integer, "The version the change was made on; refused when there is a newer one.")]
            + FlowShapes.document)),
      .json(.ok, "The flow", FlowShapes.flow)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["version", "definition", "source"])
      let flow = try await flows.update(
        try context.id("flowId"), try fields.flowDocument(), base: try fields.intIfAny("version"), as: principal)
      try await fields.keepSource(of: flow.id, in: flows, as: principal)
      return .json(flow.json)
    }
  }

  private var remove: Endpoint {
    endpoint(
      .delete, "/flows/{flowId}", id: "deleteFlow", "Deletes a flow, its versions and the log of its runs",
      .empty(.noContent, "Deleted")
    ) { _, context in
      try await flows.delete(try context.id("flowId"), as: try context.requirePrincipal())
      return .noContent
    }
  }

  private var activate: Endpoint {
    endpoint(
      .put, "/flows/{flowId}/active", id: "activateFlow", "Switches a flow's webhooks and schedules on or off",
      body: .json(.object([.required("active", .boolean)])), .json(.ok, "The flow", FlowShapes.flow)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["active"])
      let flow = try await flows.setActive(
        try context.id("flowId"), try fields.bool("active"), as: try context.requirePrincipal())
      return .json(flow.json)
    }
  }

  private var versions: Endpoint {
    endpoint(
      .get, "/flows/{flowId}/versions", id: "listFlowVersions", "Lists the saved states of a flow, the newest first",
      .json(.ok, "The versions", .page(of: FlowShapes.version))
    ) { _, context in
      let versions = try await flows.versions(of: try context.id("flowId"), as: try context.requirePrincipal())
      return .items(try versions.map { try $0.json() })
    }
  }

  private var version: Endpoint {
    endpoint(
      .get, "/flows/{flowId}/versions/{number}", id: "getFlowVersion", "Reads one saved state of a flow",
      .json(.ok, "The version", FlowShapes.version)
    ) { _, context in
      guard let number = Int(context.parameter("number")) else {
        throw RequestError.invalidParameter("number", value: context.parameter("number"), expected: "a whole number")
      }
      let version = try await flows.version(
        number, of: try context.id("flowId"), as: try context.requirePrincipal())
      return .json(try version.json())
    }
  }

  private var listActions: Endpoint {
    endpoint(
      .get, "/actions", id: "listActions", "Lists what steps can call",
      .json(.ok, "The actions", .page(of: FlowShapes.action))
    ) { _, context in
      _ = try context.requirePrincipal()
      return .items(actions.all.map(\.json))
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
