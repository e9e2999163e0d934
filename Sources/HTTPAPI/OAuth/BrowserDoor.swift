import Core
import Hummingbird
import Identity

/// The cookies of a browser: who is signed in with it, and what ties its forms to it.
struct BrowserDoor: Sendable {
  let identity: Identity
  let effects: Effects

  private var sessionCookie: SessionCookie { .session(identity.settings) }
  private var formCookie: SessionCookie { .form(identity.settings) }

  /// The value of the session cookie, good or not.
  func sessionToken(_ request: Request) -> String? {
    sessionCookie.value(in: request.headers[.cookie])
  }

  /// Who is signed in; `nil` for nobody.
  func session(_ request: Request) async throws -> ActiveSession? {
    guard let token = sessionToken(request) else { return nil }
    do {
      return try await identity.sessions.find(token: token)
    } catch SignInError.sessionOver {
      return nil
    }
  }

  /// Refuses a form that was not shown by us in this very session.
  func requireOwnForm(_ form: FormFields, _ request: Request) throws {
    try CSRFToken.verify(form["csrf"], for: sessionToken(request))
  }

  /// The token for the sign-in form, and the cookie to be set when the browser has none yet.
  func formToken(_ request: Request) -> (csrf: String, setCookie: String?) {
    if let value = formCookie.value(in: request.headers[.cookie]) { return (CSRFToken.make(for: value), nil) }
    let value = effects.token()
    return (CSRFToken.make(for: value), formCookie.set(Secret(value)))
  }

  /// Refuses a sign-in form that was not shown by us in this very browser, so that nobody is signed in as somebody else
  /// without noticing.
  func requireOwnSignInForm(_ form: FormFields, _ request: Request) throws {
    try CSRFToken.verify(form["csrf"], for: formCookie.value(in: request.headers[.cookie]))
  }

  /// Begins a session in this browser.
  /// - Returns: the cookies to set.
  func signIn(_ person: Person, _ request: Request, _ context: APIContext) async throws -> [String] {
    let opened = try await identity.sessions.begin(
      for: person.id, address: context.remoteAddress ?? "", userAgent: request.headers[.userAgent] ?? "",
      replacing: sessionToken(request))
    return [sessionCookie.set(opened.token), formCookie.clear]
  }

  /// Ends the session of this browser.
  /// - Returns: the cookies to set.
  func signOut(_ request: Request) async throws -> [String] {
    if let token = sessionToken(request) { try await identity.sessions.end(token: token) }
    return [sessionCookie.clear]
  }
}
