import Core
package import Flows
import HTTPTypes
import Hummingbird
import Identity

/// Drafts of flows, and what becomes of them: publishing, comparing, going back.
package struct FlowDraftEndpoints: EndpointGroup {
  private let flows: Flows

  package init(flows: Flows) {
    self.flows = flows
  }

  package var endpoints: [Endpoint] { [read, save, discard, publish, rollBack, diff] }

  private var read: Endpoint {
    endpoint(
      .get, "/draft", id: "getFlowDraft", "Reads what is being changed about a flow, and what is wrong with it",
      .json(.ok, "The draft", FlowVersionShapes.draft)
    ) { _, context in
      let principal = try context.requirePrincipal()
      let draft = try await flows.draft(of: try context.id("flowId"), as: principal)
      return .json(try await whole(draft, as: principal))
    }
  }

  private var save: Endpoint {
    endpoint(
      .put, "/draft", id: "saveFlowDraft", "Keeps a change without publishing it; it may be wrong",
      body: .json(
        .object(
          [
            .optional(
              "revision", .integer, "The draft the change was made on, 0 for none; refused when it isn't that."),
            .optional("base", .integer, "The version the change was made on."),
          ] + FlowShapes.document)), .json(.ok, "The draft", FlowVersionShapes.draft)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["revision", "base", "definition", "source"])
      let draft = try await flows.saveDraft(
        of: try context.id("flowId"), try fields.flowDocument(), revision: try fields.intIfAny("revision"),
        base: try fields.intIfAny("base"), as: principal)
      try await fields.keepSource(of: draft.flow, in: flows, as: principal)
      return .json(try await whole(draft, as: principal))
    }
  }

  private func whole(_ draft: FlowDraft, as principal: Principal) async throws -> JSONValue {
    draft.json(
      problems: try await flows.problems(of: draft, as: principal),
      source: try await flows.source(of: draft.flow, saying: draft.document, as: principal))
  }

  private var discard: Endpoint {
    endpoint(
      .delete, "/draft", id: "discardFlowDraft", "Gives up what was changed since the last publishing",
      .json(.ok, "The flow", FlowShapes.flow)
    ) { _, context in
      .json(try await flows.discardDraft(of: try context.id("flowId"), as: try context.requirePrincipal()).json)
    }
  }

  private var publish: Endpoint {
    endpoint(
      .post, "/publish", id: "publishFlow", "Makes the draft the version that triggers use",
      body: .json(
        .object([
          .optional("revision", .integer, "The draft that is meant; refused when it has changed."),
          .optional("note", .string, "What changed."),
        ])), .json(.ok, "The flow", FlowShapes.flow)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["revision", "note"])
      let flow = try await flows.publish(
        try context.id("flowId"), draft: try fields.intIfAny("revision"), note: try fields.stringIfAny("note"),
        as: try context.requirePrincipal())
      return .json(flow.json)
    }
  }

  private var rollBack: Endpoint {
    endpoint(
      .post, "/rollback", id: "rollBackFlow", "Publishes an old version again, as a new one",
      body: .json(.object([.required("version", .integer), .optional("note", .string)])),
      .json(.ok, "The flow", FlowShapes.flow)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["version", "note"])
      let flow = try await flows.rollBack(
        try context.id("flowId"), to: try fields.int("version"), note: try fields.stringIfAny("note"),
        as: try context.requirePrincipal())
      return .json(flow.json)
    }
  }

  private var diff: Endpoint {
    endpoint(
      .get, "/diff", id: "compareFlowVersions", "Says what is different between two states of a flow, step by step",
      parameters: [
        .query("from", .integer, "A version; the published one when not given."),
        .query("to", .integer, "A version; the draft (0) when not given."),
      ], .json(.ok, "The differences", FlowVersionShapes.diff)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let flow = try await flows.flow(try context.id("flowId"), as: principal)
      let diff = try await flows.diff(
        of: flow.id, from: try request.query.int("from") ?? flow.version, to: try request.query.int("to") ?? 0,
        as: principal)
      return .json(diff.json)
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/flows/{flowId}\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn,
      parameters: parameters, body: body, responses: [answer], handler: handler)
  }
}
