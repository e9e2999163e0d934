package import Core
import HTTPTypes
import Hummingbird
package import Identity

/// The sign-in page and its form, and signing out.
package struct SignInEndpoints: EndpointGroup {
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
        .get, "/app/sign-in", id: "showSignIn", summary: "Shows the sign-in page", tag: "Pages", surface: .pages,
        access: .anyone, parameters: [.query("returnTo", .string, "Where to go afterwards; a path on this site.")],
        responses: [.page("The sign-in page")]
      ) { request, _ in
        try page(request, returnTo: request.query.string("returnTo"), userName: request.query.string("userName") ?? "")
      },
      Endpoint(
        .post, "/app/sign-in", id: "signIn", summary: "Signs a browser in", tag: "Pages", surface: .pages,
        access: .anyone, body: .form(Self.formShape),
        responses: [.empty(.seeOther, "Signed in"), .content(.unauthorized, "Not signed in", type: "text/html")],
        bodyLimit: .bytes(32_768), handler: signIn),
      Endpoint(
        .post, "/app/sign-out", id: "signOut", summary: "Signs a browser out", tag: "Pages", surface: .pages,
        access: .anyone,
        body: .form(
          .object([.required("csrf", .string), .optional("everywhere", .string, "All other browsers too.")])),
        responses: [.empty(.seeOther, "Signed out")], bodyLimit: .bytes(32_768), handler: signOut),
    ]
  }

  private static let formShape = Shape.object([
    .required("userName", .string), .required("password", .string), .required("csrf", .string),
    .optional("returnTo", .string),
  ])

  private func signIn(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await request.form(context)
    let userName = form["userName"] ?? ""
    do {
      try door.requireOwnSignInForm(form, request)
      let person = try await identity.signIn.person(
        named: userName, password: Secret(form["password"] ?? ""), address: context.remoteAddress ?? "")
      let cookies = try await door.signIn(person, request, context)
      return .goTo(ReturnAddress.safe(form["returnTo"]), cookies: cookies)
    } catch let error as SignInError {
      return try page(request, returnTo: form["returnTo"], userName: userName, error)
    }
  }

  private func signOut(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await request.form(context)
    guard let session = try await door.session(request) else {
      return .goTo("/app/sign-in", cookies: try await door.signOut(request))
    }
    try door.requireOwnForm(form, request)
    if form["everywhere"] != nil { try await identity.sessions.endAll(of: session.principal.person) }
    return .goTo("/app/sign-in", cookies: try await door.signOut(request))
  }

  private func page(_ request: Request, returnTo: String?, userName: String, _ error: SignInError? = nil) throws
    -> Response
  {
    let (csrf, cookie) = door.formToken(request)
    let returnTo = ReturnAddress.safe(returnTo)
    var response = try pages.signIn(
      SignInForm(problem: error?.description, userName: userName, returnTo: returnTo, csrf: csrf)
    ).allowingForms(to: AuthorizeEndpoints.target(of: returnTo))
    if let cookie { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
    if let error {
      response.status = error.httpStatus
      if let seconds = error.details["retryAfter"]?.intValue { response.headers[.retryAfter] = String(seconds) }
    }
    return response
  }
}
