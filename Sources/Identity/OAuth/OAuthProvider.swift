package import Core
import Persistence

/// The OAuth 2.0 / OpenID provider, without HTTP: parameters in, answers out.
package struct OAuthProvider: Sendable {
  let settings: IdentitySettings
  let keys: SigningKeys
  let authorization: AuthorizationEndpoint
  let tokens: TokenEndpoint
  let introspection: Introspection
  let bearers: BearerCheck
  let signingOut: EndSession

  init(store: any Store, effects: Effects, sealer: Sealer, settings: IdentitySettings, signIn: SignIn) {
    self.settings = settings
    keys = SigningKeys(store: store, effects: effects, sealer: sealer, settings: settings)
    let verifier = TokenVerifier(keys: keys, effects: effects, settings: settings)
    let issuer = TokenIssuer(effects: effects, settings: settings, signer: TokenSigner(keys: keys))
    bearers = BearerCheck(store: store, verifier: verifier)
    authorization = AuthorizationEndpoint(store: store, effects: effects, settings: settings, verifier: verifier)
    tokens = TokenEndpoint(store: store, effects: effects, settings: settings, issuer: issuer, signIn: signIn)
    introspection = Introspection(
      store: store, effects: effects, settings: settings, verifier: verifier, bearers: bearers)
    signingOut = EndSession(store: store, settings: settings, verifier: verifier)
  }

  /// The document at `/.well-known/openid-configuration`.
  package var discovery: JSONObject { Discovery.document(settings) }

  /// The public halves of the signing keys (RFC 7517).
  package func webKeys() async throws -> JSONValue { try await keys.current().published }

  /// An application sends a browser here.
  package func authorize(_ parameters: OAuthParameters, session: ActiveSession?) async throws -> AuthorizationOutcome {
    try await authorization.begin(parameters, session: session)
  }

  /// The person decided on the consent page. The caller has checked the form's CSRF token.
  package func decide(_ parameters: OAuthParameters, isAllowed: Bool, session: ActiveSession?) async throws
    -> AuthorizationOutcome
  {
    try await authorization.decide(parameters, isAllowed: isAllowed, session: session)
  }

  /// An application wants tokens.
  /// - Throws: ``OAuthError`` for whatever is the application's fault.
  package func token(_ request: ClientRequest) async throws -> TokenResponse {
    try await tokens.respond(to: request)
  }

  /// An application or a resource server wants to know about a token (RFC 7662).
  package func introspect(_ request: ClientRequest) async throws -> JSONObject {
    try await introspection.introspect(request)
  }

  /// An application gives a token back (RFC 7009).
  package func revoke(_ request: ClientRequest) async throws { try await introspection.revoke(request) }

  /// Who the access token is about (OpenID Connect Core 1.0, section 5.3).
  /// - Throws: ``OAuthError/invalidToken``, or ``OAuthError/insufficientScope(_:)`` without the scope `openid`.
  package func userInfo(bearer token: String) async throws -> JSONObject {
    guard let bearer = try await bearers.check(token) else { throw OAuthError.invalidToken }
    guard bearer.claims.scopes.contains(OAuthScope.openid.rawValue) else {
      throw OAuthError.insufficientScope(OAuthScope.openid.rawValue)
    }
    let principal = bearer.principal
    var info: JSONObject = [
      "sub": .string(principal.userName), "UserId": JSONValue(principal.person),
      "UserOrgUnitId": JSONValue(principal.organizationTeam),
    ]
    if bearer.claims.scopes.contains(OAuthScope.profile.rawValue) {
      info["name"] = .string(principal.displayName)
      info["preferred_username"] = .string(principal.userName)
      info["UserName"] = .string(principal.userName)
      if let email = principal.email { info["Email"] = .string(email) }
    }
    return info
  }

  /// An application sends a browser here to sign out.
  /// - Parameter isConfirmed: whether the person has been asked; the caller has then checked the form's CSRF token.
  package func endSession(_ parameters: OAuthParameters, session: ActiveSession?, isConfirmed: Bool) async throws
    -> EndSessionOutcome
  {
    try await signingOut.begin(parameters, session: session, isConfirmed: isConfirmed)
  }
}
