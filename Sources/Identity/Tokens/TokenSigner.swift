import Core
import JWTKit

/// Turns claims into tokens. Signing takes most of a token's cost and happens outside of any actor, on as many cores as
/// there are.
struct TokenSigner: Sendable {
  /// What the header of an access token says it is (RFC 9068, section 2.1), so that no ID token passes for one.
  static let accessTokenType = "at+jwt"
  static let idTokenType = "JWT"

  let keys: SigningKeys

  func sign(_ claims: AccessTokenClaims) async throws -> String {
    try await sign(claims, type: Self.accessTokenType)
  }

  func sign(_ claims: IDTokenClaims) async throws -> String {
    try await sign(claims, type: Self.idTokenType)
  }

  private func sign(_ claims: some JWTPayload, type: String) async throws -> String {
    let keys = try await keys.current()
    return try await keys.collection.sign(
      claims, kid: JWKIdentifier(string: keys.signer), header: ["typ": .string(type)])
  }
}
