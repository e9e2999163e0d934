import Core
import HTTPTypes
import Hummingbird
package import Identity

/// What clients read before they begin: the provider's description, its keys, and who a token is about.
package struct DiscoveryEndpoints: EndpointGroup {
  private let identity: Identity

  package init(identity: Identity) {
    self.identity = identity
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(
        .get, "/.well-known/openid-configuration", id: "getOpenIDConfiguration", "Describes the OpenID provider"
      ) { _, _ in .json(.object(identity.oauth.discovery), headers: Self.cached) },
      endpoint(
        .get, "/.well-known/oauth-authorization-server", id: "getAuthorizationServer",
        "Describes the authorization server (RFC 8414)"
      ) { _, _ in .json(.object(identity.oauth.discovery), headers: Self.cached) },
      endpoint(
        .get, "/.well-known/openid-configuration/jwks", id: "getKeys", "Lists the keys that tokens are signed with"
      ) { _, _ in .json(try await identity.oauth.webKeys(), headers: Self.cached) },
      endpoint(.get, "/connect/userinfo", id: "getUserInfo", "Tells who a token is about", handler: userInfo),
      endpoint(.post, "/connect/userinfo", id: "postUserInfo", "Tells who a token is about", handler: userInfo),
    ]
  }

  /// New keys are published a day before they sign, so that minutes don't matter.
  private static let cached: HTTPFields = [.cacheControl: "public, max-age=300"]

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, path, id: id, summary: summary, tag: "Identity", surface: .oauth, access: .anyone,
      responses: [.json(.ok, "It", .map(.any))], bodyLimit: .bytes(65_536), handler: handler)
  }

  private func userInfo(_ request: Request, _ context: APIContext) async throws -> Response {
    do {
      let token = try await bearer(request, context)
      return .json(.object(try await identity.oauth.userInfo(bearer: token)), headers: [.cacheControl: "no-store"])
    } catch let error as OAuthError {
      return .oauth(error)
    }
  }

  /// From the header, or from a form (RFC 6750, sections 2.1 and 2.2); never from the address, which ends up in logs.
  private func bearer(_ request: Request, _ context: APIContext) async throws -> String {
    if let header = request.headers[.authorization] {
      let parts = header.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw OAuthError.invalidToken }
      return String(parts[1])
    }
    if request.method == .post, ContentType(request)?.isForm == true,
      let token = try await request.form(context)["access_token"]
    {
      return token
    }
    throw OAuthError.invalidToken
  }
}
