import Core
package import Flows
import HTTPTypes
import Hummingbird

/// The door of other systems: `POST /hooks/{token}` starts a flow.
package struct WebhookEndpoints: EndpointGroup {
  private let webhooks: Webhooks

  package init(webhooks: Webhooks) {
    self.webhooks = webhooks
  }

  package var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/hooks/{token}", id: "receiveWebhook",
        summary: "Starts the flow this address belongs to; the run is on disk when this answers", tag: "Webhooks",
        access: .anyone,
        body: BodyShape(
          contentTypes: ["application/json", "application/x-www-form-urlencoded", "text/plain"], shape: .any,
          note: "Becomes `.trigger.body` in the flow."),
        responses: [
          .json(
            .accepted, "The run it started, now or when the same event came before",
            .object([.required("run", .id), .required("repeat", .boolean)]))
        ], bodyLimit: .bytes(Webhooks.maximumBody)
      ) { request, context in
        let receipt = try await webhooks.receive(try await call(request, context))
        return .json(["run": JSONValue(receipt.run), "repeat": .bool(receipt.isRepeat)], status: .accepted)
      }
    ]
  }

  private func call(_ request: Request, _ context: APIContext) async throws -> WebhookCall {
    let headers = Dictionary(
      request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { _, last in last })
    let query = JSONObject(request.query.pairs.map { ($0.name, JSONValue.string($0.value)) })
    return WebhookCall(
      token: context.parameter("token"), headers: headers, query: query, body: try await request.bytes(context))
  }
}
