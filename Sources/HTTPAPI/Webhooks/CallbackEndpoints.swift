import Core
package import Flows
import HTTPTypes
import Hummingbird

/// The door for what runs wait for: `POST /callbacks/{token}` lets a run go on.
///
/// `GET` only looks: links are opened by mail scanners and previews as well.
package struct CallbackEndpoints: EndpointGroup {
  private let waits: Waits

  package init(waits: Waits) {
    self.waits = waits
  }

  package var endpoints: [Endpoint] { [deliver, look] }

  private var deliver: Endpoint {
    Endpoint(
      .post, "/callbacks/{token}", id: "deliverCallback",
      summary: "Lets a run go on that waits for this call; it is on disk when this answers", tag: "Webhooks",
      access: .anyone,
      body: BodyShape(
        contentTypes: ["application/json", "application/x-www-form-urlencoded", "text/plain"], shape: .any,
        note: "The output of the waiting step; without a body, the query is."),
      responses: [
        .json(
          .accepted, "Whether it counts: the first call does, while the run goes on",
          .object([.required("delivered", .boolean)]))
      ]
    ) { request, context in
      let type = request.headers[.contentType] ?? ""
      let body = try CallbackBody.parse(try await request.bytes(context), type: type)
      let query = JSONObject(request.query.pairs.map { ($0.name, JSONValue.string($0.value)) })
      let isFirst = try await waits.deliver(
        token: context.parameter("token"), payload: body ?? .object(query))
      return .json(["delivered": .bool(isFirst)], status: .accepted)
    }
  }

  private var look: Endpoint {
    Endpoint(
      .get, "/callbacks/{token}", id: "readCallback", summary: "Says whether a run still waits for a call",
      tag: "Webhooks", access: .anyone,
      responses: [.json(.ok, "Whether it waits", .object([.required("waiting", .boolean), .required("how", .string)]))]
    ) { _, context in
      let isOpen = try await waits.isOpen(token: context.parameter("token"))
      return .json(["waiting": .bool(isOpen), "how": "Send POST to this address to let the run go on."])
    }
  }
}
