import Connectors
import Core
import HTTPTypes
import Hummingbird
package import Sources

/// Where services say that something changed: `/hooks/sources/{token}` where Weir told them the address,
/// `/hooks/services/{kind}/{application}/{token}` where an administrator entered it at the service's console.
///
/// Nobody signs in here: the unguessable address and the service's own proof decide. News only have a source synced
/// earlier; nothing of them is believed besides.
package struct SourceNewsEndpoints: EndpointGroup {
  private let sources: SourceRoom

  package init(sources: SourceRoom) {
    self.sources = sources
  }

  package var endpoints: [Endpoint] {
    let source = "/hooks/sources/{token}"
    let service = "/hooks/services/{kind}/{application}/{token}"
    return [
      endpoint(.post, source, id: "receiveSourceNews", "Takes a service's word that something changed", hear),
      endpoint(
        .get, source, id: "verifySourceNews", "Answers the question by which a service makes sure of the address", hear),
      endpoint(
        .post, service, id: "receiveServiceNews", "Takes a service's word that something changed for an application",
        hearApplication),
      endpoint(
        .get, service, id: "verifyServiceNews",
        "Answers the question by which a service makes sure of an application's address", hearApplication),
    ]
  }

  private typealias Hearing =
    @Sendable (PushHandshake.Request, APIContext) async throws -> PushHandshake.Judgement

  private func hear(_ call: PushHandshake.Request, _ context: APIContext) async throws -> PushHandshake.Judgement {
    try await sources.hear(call, token: context.parameter("token"))
  }

  private func hearApplication(
    _ call: PushHandshake.Request, _ context: APIContext
  ) async throws -> PushHandshake.Judgement {
    try await sources.hear(
      call, kind: context.parameter("kind"), application: context.parameter("application"),
      token: context.parameter("token"))
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, _ hear: @escaping Hearing
  ) -> Endpoint {
    Endpoint(
      method, path, id: id, summary: summary, tag: "Webhooks", access: .anyone,
      body: method == .post ? BodyShape(contentTypes: ["application/json", "text/plain"], shape: .any, note: "") : nil,
      responses: [.content(.ok, "What the service asked to hear, or nothing", type: "text/plain")],
      bodyLimit: .bytes(256 << 10)
    ) { request, context in
      let query = Dictionary(request.query.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
      let call = PushHandshake.Request(
        method: request.method.rawValue, query: query, headers: request.headers,
        body: try await request.bytes(context))
      switch try await hear(call, context) {
      case .answer(let text): return .text(text)
      case .verified: return .text("")
      case .refused: return .text("The proof is missing or wrong.", status: .unauthorized)
      }
    }
  }
}
