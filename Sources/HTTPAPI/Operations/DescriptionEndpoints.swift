import Core
import HTTPTypes
import Hummingbird

/// `/openapi.json`: the description of everything that is registered, made once.
struct DescriptionEndpoints: EndpointGroup {
  let version: String
  /// Every other endpoint.
  let described: [Endpoint]

  var endpoints: [Endpoint] {
    let own = endpoint { _, _ in .noContent }
    let document = OpenAPIDocument(title: "Weir", version: version, endpoints: described + [own]).json.encoded()
    return [
      endpoint { _, _ in
        .bytes(document, type: "application/json; charset=utf-8", headers: [.cacheControl: "no-cache"])
      }
    ]
  }

  private func endpoint(_ handler: @escaping Endpoint.Handler) -> Endpoint {
    Endpoint(
      .get, "/openapi.json", id: "getDescription", summary: "Describes this API (OpenAPI 3.1)", tag: "Operations",
      surface: .operations, access: .anyone, responses: [.json(.ok, "The description", .any)], handler: handler)
  }
}
