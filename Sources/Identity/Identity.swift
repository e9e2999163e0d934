package import Core
package import Persistence

/// People, teams, sign-in and the OAuth 2.0 / OpenID provider: the door of this room.
package struct Identity: Sendable {
  /// What the operator decided.
  package let settings: IdentitySettings

  /// - Parameters:
  ///   - store: with the room's migrations applied.
  ///   - sealer: encrypts signing keys at rest.
  package init(store: any Store, effects: Effects, sealer: Sealer, settings: IdentitySettings) async throws {
    self.settings = settings
  }

  /// Who calls with this access token.
  /// - Throws: ``SignInError/tokenRefused`` for a token that is forged, expired, revoked or meant for somebody else, and
  ///   ``AccessError/insufficientScope(needed:)`` for a good one without the scope `api`.
  package func principal(bearer token: String) async throws -> Principal {
    throw SignInError.tokenRefused
  }

  /// Who calls with this session cookie's value.
  /// - Throws: ``SignInError/sessionOver`` when it is unknown, too old or signed out.
  package func principal(session cookie: String) async throws -> Principal {
    throw SignInError.sessionOver
  }
}
