import Core
import Foundation

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

  /// The compact serialization of RFC 7515, section 7.1.
  @concurrent private func sign(_ claims: some Encodable & Sendable, type: String) async throws -> String {
    let keys = try await keys.current()
    let header: JSONValue = ["alg": "RS256", "typ": .string(type), "kid": .string(keys.signer)]
    let payload = try JSONEncoder().encode(claims)
    let signed = Base64URL.encode(header.encoded()) + "." + Base64URL.encode(payload)
    return signed + "." + Base64URL.encode(try keys.signingKey.signature(of: Array(signed.utf8)))
  }
}
