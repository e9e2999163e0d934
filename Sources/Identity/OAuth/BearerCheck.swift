import Core
import Foundation
import Persistence

/// An access token that is good, and who holds it.
struct BearerToken: Sendable {
  let claims: AccessTokenClaims
  let principal: Principal
}

/// Tells whether an access token is good right now: by its signature and the clock, and by what happened to its
/// application, its person and its family since it was made.
struct BearerCheck: Sendable {
  let store: any Store
  let verifier: TokenVerifier

  /// - Returns: `nil` for a token that is forged, over, revoked or meant for somebody else.
  func check(_ token: String) async throws -> BearerToken? {
    guard let claims = try await verifier.accessToken(token), let person = PersonID(claims.userID),
      let application = ApplicationID(claims.clientID)
    else { return nil }
    let principal = try await store.read { session -> Principal? in
      guard let stored = try ApplicationStore.find(application, in: session), stored.application.isEnabled else {
        return nil
      }
      if let family = claims.family {
        guard let id = TokenFamilyID(family), try FamilyStore.isAlive(id, in: session) else { return nil }
      }
      if try RevokedTokenStore.contains(claims.tokenID, in: session) { return nil }
      return try PrincipalStore.principal(
        person, clientID: claims.clientID, scopes: claims.scopes, in: session)
    }
    return principal.map { BearerToken(claims: claims, principal: $0) }
  }
}
