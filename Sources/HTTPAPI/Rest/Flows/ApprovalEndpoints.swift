import Core
package import Flows
import HTTPTypes
import Hummingbird

/// What runs wait for people to decide.
package struct ApprovalEndpoints: EndpointGroup {
  private let waits: Waits

  package init(waits: Waits) {
    self.waits = waits
  }

  package var endpoints: [Endpoint] { [list, decide] }

  private static let approval = Shape.named(
    "Approval",
    .object([
      .required("run", .id), .required("path", .string, "With the run it identifies the question."),
      .required("flow", .id), .required("flowName", .string), .required("team", .id), .required("title", .string),
      .optional("message", .string), .required("people", .array(.string), "Empty for everybody who may run the flow."),
      .required("askedAt", .date), .required("until", .date),
    ]))

  private var list: Endpoint {
    Endpoint(
      .get, "/rest/v1/approvals", id: "listApprovals",
      summary: "Lists the open questions that the caller may decide, the oldest first", tag: "Runs", access: .signedIn,
      parameters: [.query("team", .id, "Only those of this team.")],
      responses: [.json(.ok, "The questions", .page(of: Self.approval))]
    ) { request, context in
      let open = try await waits.approvals(
        team: try request.query.id("team"), as: try context.requirePrincipal())
      return .items(open.map(\.json))
    }
  }

  private var decide: Endpoint {
    Endpoint(
      .post, "/rest/v1/runs/{runId}/approvals", id: "decideApproval",
      summary: "Decides a question; of two answers the first counts", tag: "Runs", access: .signedIn,
      body: .json(
        .object([
          .required("path", .string, "The question's."),
          .required("decision", .words(ApprovalDecision.allCases.map(\.rawValue))),
          .optional("reason", .string),
        ])), responses: [.empty(.noContent, "Decided; it is on disk")]
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["path", "decision", "reason"])
      try await waits.decide(
        run: try context.id("runId"), path: try fields.string("path"), try fields.choice("decision"),
        reason: try fields.stringIfAny("reason"), as: try context.requirePrincipal())
      return .noContent
    }
  }
}

extension Approval {
  fileprivate var json: JSONValue {
    var body: JSONObject = [
      "run": JSONValue(run), "path": .string(path), "flow": JSONValue(flow), "flowName": .string(flowName),
      "team": JSONValue(team), "title": .string(title),
    ]
    if let message { body["message"] = .string(message) }
    body["people"] = .array(people.map(JSONValue.string))
    body["askedAt"] = JSONValue(askedAt)
    body["until"] = JSONValue(until)
    return .object(body)
  }
}
