package import Core
import Foundation
import HTTPTypes
import Hummingbird
package import Identity

/// Where applications send browsers for a code, with the consent page (RFC 6749, section 3.1).
package struct AuthorizeEndpoints: EndpointGroup {
  private let identity: Identity
  private let pages: OAuthPages
  private let door: BrowserDoor

  package init(identity: Identity, effects: Effects, pages: OAuthPages) {
    self.identity = identity
    self.pages = pages
    door = BrowserDoor(identity: identity, effects: effects)
  }

  package var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/connect/authorize", id: "authorize", summary: "Asks a person to let an application in", tag: "Identity",
        surface: .pages, access: .anyone, parameters: Self.parameters,
        responses: [.page("The consent page"), .empty(.seeOther, "To the sign-in page, or back to the application")]
      ) { request, _ in
        let parameters = FormFields(request.uri.query ?? "").oauthParameters
        return try answer(await identity.oauth.authorize(parameters, session: await door.session(request)))
      },
      Endpoint(
        .post, "/connect/authorize", id: "decide", summary: "Takes what the person decided", tag: "Identity",
        surface: .pages, access: .anyone, parameters: Self.parameters,
        body: .form(.object([.required("csrf", .string), .required("decision", .words(["allow", "deny"]))])),
        responses: [.empty(.seeOther, "Back to the application")], bodyLimit: .bytes(65_536), handler: decide),
    ]
  }

  private static let parameters: [Parameter] = [
    .query("client_id", .id, required: true, "The application."),
    .query("redirect_uri", .string(format: "uri"), required: true, "Registered, character by character."),
    .query("response_type", .words(["code"]), required: true, "Only codes are given."),
    .query("scope", .string, required: true, "Words among openid, profile, api and offline_access."),
    .query("state", .string, "Comes back as it is."), .query("nonce", .string, "Comes back in the ID token."),
    .query("code_challenge", .string, "The base64url of the SHA-256 of the code verifier (RFC 7636)."),
    .query("code_challenge_method", .words(["S256"]), "How the challenge was made."),
    .query("prompt", .string, "none, or login and consent."), .query("max_age", .integer, "In seconds."),
  ]

  /// With a decision it is our own form; without one it is an authorization request by POST (OpenID Connect Core 1.0,
  /// section 3.1.2.1).
  private func decide(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await request.form(context)
    let session = try await door.session(request)
    guard let decision = form["decision"] else {
      return try answer(await identity.oauth.authorize(form.oauthParameters, session: session))
    }
    if session != nil { try door.requireOwnForm(form, request) }
    let parameters = FormFields(request.uri.query ?? "").oauthParameters
    return try answer(
      await identity.oauth.decide(parameters, isAllowed: decision == "allow", session: session))
  }

  private func answer(_ outcome: AuthorizationOutcome) throws -> Response {
    switch outcome {
    case .refused(let refusal): throw refusal
    case .redirect(let address): return .goTo(address)
    case .consent(let prompt): return try pages.consent(prompt).allowingForms(to: prompt.redirectOrigin)
    case .signIn(let prompt):
      var query = URLComponents()
      query.queryItems = [URLQueryItem(name: "returnTo", value: prompt.returnTo)]
      if let hint = prompt.loginHint { query.queryItems?.append(URLQueryItem(name: "userName", value: hint)) }
      let encoded = (query.percentEncodedQuery ?? "").replacing("+", with: "%2B")
      return .goTo("/app/sign-in?\(encoded)")
    }
  }

  /// Where an authorization request will send the browser in the end, for the policy of the sign-in page before it. It
  /// was checked before that page was asked for, and is checked again after it.
  static func target(of address: String) -> String? {
    guard address.hasPrefix("/connect/authorize?") else { return nil }
    let fields = FormFields(address.drop { $0 != "?" }.dropFirst())
    guard let parts = fields["redirect_uri"].flatMap({ URLComponents(string: $0) }), let scheme = parts.scheme,
      ["http", "https"].contains(scheme), let host = parts.host,
      host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") })
    else { return nil }
    return "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")"
  }
}
