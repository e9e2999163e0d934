package import Core
import HTTPTypes
import Hummingbird
package import Identity

/// Where applications send browsers to sign out (OpenID Connect RP-Initiated Logout 1.0).
package struct EndSessionEndpoints: EndpointGroup {
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
        .get, "/connect/endsession", id: "endSession", summary: "Signs a browser out for an application",
        tag: "Identity", surface: .pages, access: .anyone, parameters: Self.parameters,
        responses: [.page("The question whether to sign out"), .empty(.seeOther, "Signed out")]
      ) { request, _ in
        try await answer(FormFields(request.uri.query ?? "").oauthParameters, request, isConfirmed: false)
      },
      Endpoint(
        .post, "/connect/endsession", id: "confirmEndSession", summary: "Signs a browser out for an application",
        tag: "Identity", surface: .pages, access: .anyone, parameters: Self.parameters,
        body: .form(.object([.optional("csrf", .string)])), responses: [.empty(.seeOther, "Signed out")],
        bodyLimit: .bytes(65_536)
      ) { request, context in
        let form = try await request.form(context)
        guard form["csrf"] != nil else { return try await answer(form.oauthParameters, request, isConfirmed: false) }
        if try await door.session(request) != nil { try door.requireOwnForm(form, request) }
        return try await answer(FormFields(request.uri.query ?? "").oauthParameters, request, isConfirmed: true)
      },
    ]
  }

  private static let parameters: [Parameter] = [
    .query("id_token_hint", .string, "An ID token of the person."), .query("client_id", .id, "The application."),
    .query("post_logout_redirect_uri", .string(format: "uri"), "Registered, character by character."),
    .query("state", .string, "Comes back as it is."),
  ]

  private func answer(_ parameters: OAuthParameters, _ request: Request, isConfirmed: Bool) async throws -> Response {
    let session = try await door.session(request)
    switch try await identity.oauth.endSession(parameters, session: session, isConfirmed: isConfirmed) {
    case .refused(let refusal): throw refusal
    case .confirm(let prompt):
      return try pages.signOut(prompt).allowingForms(to: prompt.redirectOrigin)
    case .signOut(let redirect):
      return .goTo(redirect ?? "/app/sign-in", cookies: try await door.signOut(request))
    }
  }
}
