import Core
import Foundation
import Persistence

/// The authorization endpoint: decides step by step whether to refuse, ask the person, or answer the application.
struct AuthorizationEndpoint: Sendable {
  let store: any Store
  let effects: Effects
  let settings: IdentitySettings
  let verifier: TokenVerifier

  /// - Parameter session: of the browser that asks; `nil` when nobody is signed in.
  func begin(_ parameters: OAuthParameters, session: ActiveSession?) async throws -> AuthorizationOutcome {
    try await answer(parameters) { request in
      guard let session, try await isAcceptable(session, for: request) else {
        if request.prompts.contains(.none) { throw OAuthError.loginRequired }
        return .signIn(signInPrompt(for: request))
      }
      let known = try await store.read { session_ in
        try ApplicationStore.consentedScopes(session.principal.person, request.application.id, in: session_)
      }
      if request.prompts.contains(.consent) || !request.scopes.isSubset(of: known) {
        if request.prompts.contains(.none) { throw OAuthError.consentRequired }
        return .consent(consentPrompt(for: request, session, allowedBefore: known))
      }
      return .redirect(try await code(for: request, session, remembering: known))
    }
  }

  /// What the person decided on the consent page. The request is read again from the start: the form is no proof.
  func decide(_ parameters: OAuthParameters, isAllowed: Bool, session: ActiveSession?) async throws
    -> AuthorizationOutcome
  {
    try await answer(parameters) { request in
      guard let session else { return .signIn(signInPrompt(for: request)) }
      guard isAllowed else { throw OAuthError.accessDenied }
      let known = try await store.read { session_ in
        try ApplicationStore.consentedScopes(session.principal.person, request.application.id, in: session_)
      }
      return .redirect(try await code(for: request, session, remembering: known.union(request.scopes)))
    }
  }

  /// Finds out who asks and where answers may go, then turns errors into answers.
  private func answer(
    _ parameters: OAuthParameters, _ body: (AuthorizationRequest) async throws -> AuthorizationOutcome
  ) async throws -> AuthorizationOutcome {
    let application: OAuthApplication
    let redirectURI: String
    do {
      guard let id = try parameters.one("client_id").flatMap({ ApplicationID($0) }),
        let found = try await store.read({ try ApplicationStore.find(id, in: $0) })?.application, found.isEnabled
      else { return .refused(.unknownApplication) }
      guard let uri = try parameters.one("redirect_uri") else { return .refused(.missingRedirectURI) }
      guard found.redirectURIs.contains(uri) else { return .refused(.unknownRedirectURI) }
      application = found
      redirectURI = uri
    } catch is OAuthError {
      return .refused(.ambiguous)
    }
    do {
      return try await body(AuthorizationRequest(parameters, application: application, redirectURI: redirectURI))
    } catch let error as OAuthError {
      let state = try? parameters.one("state")
      return .redirect(
        location(redirectURI, [("error", error.code), ("error_description", error.message)], state: state))
    }
  }

  private func isAcceptable(_ session: ActiveSession, for request: AuthorizationRequest) async throws -> Bool {
    if request.prompts.contains(.login) { return false }
    if let age = request.maximumAge,
      effects.now().timeIntervalSince(session.session.authenticatedAt) > TimeInterval(age)
    {
      return false
    }
    guard let hint = request.idTokenHint else { return true }
    return try await verifier.idTokenHint(hint)?.subject == session.principal.userName
  }

  private func code(
    for request: AuthorizationRequest, _ active: ActiveSession, remembering consented: Set<OAuthScope>
  ) async throws -> String {
    let now = effects.now()
    let code = Secret(effects.token())
    let end = now.addingTimeInterval(settings.authorizationCodeLifetime)
    let family = TokenFamily(
      id: effects.id(), application: request.application.id, person: active.principal.person, scopes: request.scopes,
      authenticatedAt: active.session.authenticatedAt, session: active.session.id, createdAt: now, revokedAt: nil)
    let stored = StoredCode(
      family: family.id, redirectURI: request.redirectURI, nonce: request.nonce, challenge: request.challenge,
      endsAt: end, usedAt: nil)
    try await store.write { session in
      try ApplicationStore.setConsent(consented, of: family.person, to: family.application, at: now, in: session)
      try FamilyStore.insert(family, end: end, in: session)
      try CodeStore.insert(stored, token: code, in: session)
    }
    return location(
      request.redirectURI, [("code", code.revealed), ("scope", request.scopes.text)], state: request.state)
  }

  /// Every answer names its issuer, so that an application that knows several can't be confused (RFC 9207).
  private func location(_ redirectURI: String, _ answer: [(String, String)], state: String?) -> String {
    let more = [("state", state), ("iss", settings.issuer)].compactMap { name, value in value.map { (name, $0) } }
    return RedirectURI.adding(answer + more, to: redirectURI)
  }

  private func signInPrompt(for request: AuthorizationRequest) -> SignInPrompt {
    SignInPrompt(
      returnTo: request.address(without: [.login], withAge: false), loginHint: request.loginHint,
      applicationName: request.application.name, redirectOrigin: RedirectURI.origin(of: request.redirectURI))
  }

  private func consentPrompt(
    for request: AuthorizationRequest, _ active: ActiveSession, allowedBefore: Set<OAuthScope>
  ) -> ConsentPrompt {
    ConsentPrompt(
      applicationName: request.application.name, scopes: OAuthScope.allCases.filter(request.scopes.contains),
      allowedBefore: allowedBefore, userName: active.principal.userName, displayName: active.principal.displayName,
      action: request.address(without: [.consent, .login], withAge: false), csrf: active.csrf,
      redirectOrigin: RedirectURI.origin(of: request.redirectURI))
  }
}
