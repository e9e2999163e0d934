import Core
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import TestSupport

/// A group made of closures, for tests of what lies around handlers.
struct TestEndpoints: EndpointGroup {
  let endpoints: [Endpoint]

  static func endpoint(
    _ method: HTTPRequest.Method = .get, _ path: String, id: String? = nil, surface: Surface = .rest,
    access: AccessRule = .anyone, bodyLimit: BodyLimit = .standard,
    handler: @escaping Endpoint.Handler = { _, context in
      .json(.object(JSONObject(context.pathParameters.map { ($0, .string($1)) })))
    }
  ) -> Endpoint {
    Endpoint(
      method, path, id: id ?? "\(method.rawValue) \(path)", summary: "A test", tag: "Tests", surface: surface,
      access: access, responses: [.json(.ok, "Fine", .any)], bodyLimit: bodyLimit, handler: handler)
  }

  /// Runs `test` against these endpoints.
  static func serve(
    _ endpoints: [Endpoint], settings: APISettings = .test(),
    _ test: @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    let responder = try APIResponder([TestEndpoints(endpoints: endpoints)], settings: settings)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    try await Application(responder: responder, logger: logger).test(.router, test)
  }
}

extension APISettings {
  /// Knows the bearer tokens "good", "narrow" (without the scope `api`) and "broken", and the session "good".
  static func test(registry: PrometheusRegistry = PrometheusRegistry()) -> APISettings {
    APISettings(
      version: "1", isSecure: true, effects: .test(),
      authenticator: Authenticator(
        bearer: { token in
          switch token {
          case "good": .test(scopes: ["api"])
          case "narrow": .test(scopes: ["openid"])
          default: throw RequestError.notSignedIn
          }
        },
        session: { cookie in
          guard cookie == "good" else { throw RequestError.notSignedIn }
          return .test(scopes: nil)
        },
        sessionToken: { $0 == nil ? nil : $0?.split(separator: "=").last.map(String.init) }),
      metrics: registry)
  }
}

extension Principal {
  static func test(
    site: SiteRole = .member, role: TeamRole? = .read, scopes: Set<String>? = nil
  ) -> Principal {
    let team: TeamID = Effects.test().id()
    return Principal(
      person: Effects.test(seed: 2).id(), userName: "ada@example.org", displayName: "Ada", siteRole: site,
      teams: role.map { [team: $0] } ?? [:], organizationTeam: team, scopes: scopes)
  }
}

extension TestResponse {
  var json: JSONValue? { try? JSONValue(parsing: body.readableBytesView) }
  var text: String { String(buffer: body) }
}
