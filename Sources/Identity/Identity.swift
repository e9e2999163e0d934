package import Core
package import Persistence

/// People, teams, sign-in and the OAuth 2.0 / OpenID provider: the door of this room.
package struct Identity: Sendable {
  /// What the operator decided.
  package let settings: IdentitySettings
  package let people: People
  package let teams: Teams
  /// The programs that may ask for tokens.
  package let applications: Applications
  /// Who is signed in with a browser.
  package let sessions: BrowserSessions
  package let signIn: SignIn
  /// What speaks OAuth 2.0 and OpenID Connect.
  package let oauth: OAuthProvider
  let store: any Store
  let effects: Effects

  /// - Parameters:
  ///   - store: with the room's migrations applied.
  ///   - sealer: encrypts signing keys at rest.
  package init(store: any Store, effects: Effects, sealer: Sealer, settings: IdentitySettings) async throws {
    self.settings = settings
    self.store = store
    self.effects = effects
    let hasher = PasswordHasher(cost: settings.passwordCost, effects: effects)
    let throttle = SignInThrottle(store: store, effects: effects)
    people = People(store: store, effects: effects, settings: settings, hasher: hasher, throttle: throttle)
    teams = Teams(store: store, effects: effects, settings: settings)
    applications = Applications(store: store, effects: effects)
    sessions = BrowserSessions(store: store, effects: effects, settings: settings)
    signIn = SignIn(store: store, hasher: hasher, throttle: throttle)
    oauth = OAuthProvider(store: store, effects: effects, sealer: sealer, settings: settings, signIn: signIn)
  }

  /// Who calls with this access token.
  /// - Throws: ``SignInError/tokenRefused`` for a token that is forged, expired, revoked or meant for somebody else, and
  ///   ``AccessError/insufficientScope(needed:)`` for a good one without the scope `api`.
  package func principal(bearer token: String) async throws -> Principal {
    guard let bearer = try await oauth.bearers.check(token) else { throw SignInError.tokenRefused }
    guard bearer.principal.mayUseAPI else { throw AccessError.insufficientScope(needed: OAuthScope.api.rawValue) }
    return bearer.principal
  }

  /// Who calls with this session cookie's value.
  /// - Throws: ``SignInError/sessionOver`` when it is unknown, too old or signed out.
  package func principal(session cookie: String) async throws -> Principal {
    try await sessions.find(token: cookie).principal
  }

  /// Somebody by id, as for work that goes on after they have left: with the permissions they have now.
  /// - Returns: `nil` when the person is unknown or disabled.
  package func principal(person: PersonID) async throws -> Principal? {
    try await store.read { try PrincipalStore.principal(person, in: $0) }
  }

  /// Whoever runs commands on the server's own machine, and so holds the data anyway: the oldest site administrator.
  /// - Throws: ``PeopleError/nobodyYet``
  package func console() async throws -> Principal {
    let principal = try await store.read { session in
      try PersonStore.administrators(in: session).first.flatMap {
        try PrincipalStore.principal($0.id, in: session)
      }
    }
    guard let principal else { throw PeopleError.nobodyYet }
    return principal
  }
}
