import Core
package import Flows
import HTTPTypes
import Hummingbird

/// The calls that came in: reading them and doing them again. Who may depends on the flow's team, so that the room
/// itself asks.
package struct WebhookCallEndpoints: EndpointGroup {
  private let calls: ReceivedCalls

  package init(calls: ReceivedCalls) {
    self.calls = calls
  }

  package var endpoints: [Endpoint] { [list, read, replay] }

  private var list: Endpoint {
    endpoint(
      .get, "", id: "listWebhookCalls", "Lists the calls of flows' addresses, the newest first",
      parameters: [
        .query("flow", .id, "Only those of this flow."), .query("team", .id, "Only those of this team."),
        .query("outcome", .words(ReceivedCall.Outcome.allCases.map(\.rawValue)), "Only those that ended so."),
      ] + Parameter.page, .json(.ok, "The calls", .page(of: FlowTriggerShapes.call))
    ) { request, context in
      let page = try request.query.page()
      let outcome = try request.query.string("outcome").map { text in
        guard let outcome = ReceivedCall.Outcome(rawValue: text) else {
          let known = ReceivedCall.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
          throw RequestError.invalidParameter("outcome", value: text, expected: "one of \(known)")
        }
        return outcome
      }
      let found = try await calls.list(
        flow: try request.query.id("flow"), team: try request.query.id("team"), outcome: outcome, after: page.after,
        limit: page.limit, as: try context.requirePrincipal())
      return .page(found, \.json)
    }
  }

  private var read: Endpoint {
    endpoint(
      .get, "/{callId}", id: "getWebhookCall", "Reads a call and what it brought",
      .json(.ok, "The call", FlowTriggerShapes.wholeCall)
    ) { _, context in
      let call = try await calls.call(try context.id("callId"), as: try context.requirePrincipal())
      return .json(call.json(with: calls.body(of: call)))
    }
  }

  private var replay: Endpoint {
    endpoint(
      .post, "/{callId}/replay", id: "replayWebhookCall",
      "Runs the flow's newest version again with what a call brought; the runs are on disk when this answers",
      .json(.accepted, "The runs", .object([.required("runs", .array(.id))]))
    ) { _, context in
      let runs = try await calls.replay(try context.id("callId"), as: try context.requirePrincipal())
      return .json(["runs": .array(runs.map { JSONValue($0) })], status: .accepted)
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1/webhook-calls\(path)", id: id, summary: summary, tag: "Webhooks", access: .signedIn,
      parameters: parameters, responses: [answer], handler: handler)
  }
}
