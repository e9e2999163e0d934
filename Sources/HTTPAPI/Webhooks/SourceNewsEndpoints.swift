import Connectors
import Core
import HTTPTypes
import Hummingbird
package import Sources

/// Where services say that something changed: `/hooks/sources/{token}`.
///
/// Nobody signs in here: the unguessable address and the service's own proof decide. News only have a source synced
/// earlier; nothing of them is believed besides.
package struct SourceNewsEndpoints: EndpointGroup {
  private let sources: SourceRoom

  package init(sources: SourceRoom) {
    self.sources = sources
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(.post, id: "receiveSourceNews", "Takes a service's word that something changed"),
      endpoint(.get, id: "verifySourceNews", "Answers the question by which a service makes sure of the address"),
    ]
  }

  private func endpoint(_ method: HTTPRequest.Method, id: String, _ summary: String) -> Endpoint {
    Endpoint(
      method, "/hooks/sources/{token}", id: id, summary: summary, tag: "Webhooks", access: .anyone,
      body: method == .post ? BodyShape(contentTypes: ["application/json", "text/plain"], shape: .any, note: "") : nil,
      responses: [.content(.ok, "What the service asked to hear, or nothing", type: "text/plain")],
      bodyLimit: .bytes(256 << 10)
    ) { request, context in
      let query = Dictionary(request.query.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
      let call = PushHandshake.Request(
        method: request.method.rawValue, query: query, headers: request.headers,
        body: try await request.bytes(context))
      switch try await sources.hear(call, token: context.parameter("token")) {
      case .answer(let text): return .text(text)
      case .verified: return .text("")
      case .refused: return .text("The proof is missing or wrong.", status: .unauthorized)
      }
    }
  }
}
