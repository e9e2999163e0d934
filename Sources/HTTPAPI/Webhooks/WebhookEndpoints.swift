import Core
package import Flows
import HTTPTypes
import Hummingbird

/// The door of other systems: `POST /hooks/{token}` starts a flow; `GET` and `OPTIONS` answer what senders ask first.
package struct WebhookEndpoints: EndpointGroup {
  private let webhooks: Webhooks

  package init(webhooks: Webhooks) {
    self.webhooks = webhooks
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(
        .post, id: "receiveWebhook", "Starts the flow this address belongs to; the run is on disk when this answers"),
      endpoint(.put, id: "putWebhook", "The same as POST, for senders that know only PUT"),
      endpoint(
        .get, id: "verifyWebhook", "Answers the challenge by which Dropbox and Meta make sure of the address",
        hasBody: false),
      endpoint(
        .options, id: "allowWebhook", "Answers the validation handshake of CloudEvents' web hooks", hasBody: false),
    ]
  }

  private func endpoint(
    _ method: HTTPRequest.Method, id: String, _ summary: String, hasBody: Bool = true
  ) -> Endpoint {
    Endpoint(
      method, "/hooks/{token}", id: id, summary: summary, tag: "Webhooks", access: .anyone,
      body: hasBody
        ? BodyShape(
          contentTypes: ["application/json", "application/x-www-form-urlencoded", "text/plain"], shape: .any,
          note: "Becomes `.trigger.body` in the flow, or the file `.trigger.file` when it is large.") : nil,
      responses: hasBody
        ? [
          .json(
            .accepted, "The run it started, now or when the same event came before",
            .object([.required("run", .id), .required("repeat", .boolean)]))
        ] : [.content(.ok, "The challenge, or the handshake's headers", type: "text/plain")],
      bodyLimit: .streamed
    ) { request, context in
      try await WebhookReply(webhooks: webhooks).response(to: try await webhooks.receive(call(request, context)))
    }
  }

  private func call(_ request: Request, _ context: APIContext) -> WebhookCall {
    let headers = Dictionary(
      request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { _, last in last })
    let query = JSONObject(request.query.pairs.map { ($0.name, JSONValue.string($0.value)) })
    return WebhookCall(
      token: context.parameter("token"), method: request.method.rawValue, headers: headers, query: query,
      body: request.byteStream, remoteAddress: context.remoteAddress)
  }
}
