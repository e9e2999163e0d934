import Core
import HTTPTypes
import Hummingbird
package import Identity

/// What applications call by themselves: tokens, what they are worth, and giving them back.
package struct TokenEndpoints: EndpointGroup {
  private let identity: Identity

  package init(identity: Identity) {
    self.identity = identity
  }

  package var endpoints: [Endpoint] {
    [
      endpoint(
        "/connect/token", id: "requestToken", "Gives tokens for a grant (RFC 6749)", Self.tokenForm,
        .json(.ok, "Tokens", Self.tokenShape)
      ) { .object(try await identity.oauth.token($0).json) },
      endpoint(
        "/connect/introspect", id: "introspectToken", "Tells what a token is worth (RFC 7662)", Self.lookForm,
        .json(.ok, "Whether it is active, and what it says", .object([.required("active", .boolean)]))
      ) { .object(try await identity.oauth.introspect($0)) },
      endpoint(
        "/connect/revocation", id: "revokeToken", "Takes a token back (RFC 7009)", Self.lookForm,
        .empty(.ok, "It is worth nothing any more, if it ever was")
      ) {
        try await identity.oauth.revoke($0)
        return nil
      },
    ]
  }

  private static let tokenForm = Shape.object([
    .required("grant_type", .words(OAuthGrant.allCases.map(\.rawValue))), .optional("client_id", .id),
    .optional("client_secret", .string), .optional("code", .string), .optional("redirect_uri", .string),
    .optional("code_verifier", .string), .optional("refresh_token", .string), .optional("username", .string),
    .optional("password", .string), .optional("scope", .string),
  ])

  private static let tokenShape = Shape.object([
    .optional("id_token", .string), .required("access_token", .string), .required("expires_in", .integer),
    .required("token_type", .string), .optional("refresh_token", .string), .required("scope", .string),
  ])

  private static let lookForm = Shape.object([
    .required("token", .string), .optional("token_type_hint", .string), .optional("client_id", .id),
    .optional("client_secret", .string),
  ])

  private func endpoint(
    _ path: String, id: String, _ summary: String, _ form: Shape, _ response: ResponseShape,
    answer: @escaping @Sendable (ClientRequest) async throws -> JSONValue?
  ) -> Endpoint {
    Endpoint(
      .post, path, id: id, summary: summary, tag: "Identity", surface: .oauth, access: .anyone, body: .form(form),
      responses: [response, .json(.badRequest, "An error of RFC 6749, section 5.2", Self.errorShape)],
      bodyLimit: .bytes(65_536)
    ) { request, context in
      do {
        let body = try await answer(await clientRequest(request, context))
        let headers: HTTPFields = [.cacheControl: "no-store", .pragma: "no-cache"]
        return body.map { .json($0, headers: headers) } ?? Response(status: .ok, headers: headers)
      } catch let error as OAuthError {
        return .oauth(error)
      }
    }
  }

  private static let errorShape = Shape.named(
    "OAuthError", .object([.required("error", .string), .optional("error_description", .string)]))

  private func clientRequest(_ request: Request, _ context: APIContext) async throws -> ClientRequest {
    guard ContentType(request)?.isForm == true else {
      throw OAuthError.invalidRequest("The content type has to be application/x-www-form-urlencoded.")
    }
    let form = try await request.form(context)
    return ClientRequest(
      authorization: request.headers[.authorization], parameters: form.oauthParameters,
      address: context.remoteAddress ?? "")
  }
}
