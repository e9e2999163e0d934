import Core
import Foundation
import JWTKit

/// Tells whether a token is one of ours, meant for us, and still good by the clock. Whether it was revoked is asked
/// elsewhere.
struct TokenVerifier: Sendable {
  /// Longer ones are refused unread.
  static let longest = 16_384

  let keys: SigningKeys
  let effects: Effects
  let settings: IdentitySettings

  /// - Returns: `nil` for anything but a good access token of ours.
  /// - Throws: when the keys can't be read.
  func accessToken(_ token: String) async throws -> AccessTokenClaims? {
    guard let claims = try await claims(token, as: AccessTokenClaims.self, type: TokenSigner.accessTokenType) else {
      return nil
    }
    let now = effects.now().timeIntervalSince1970
    guard claims.issuer == settings.issuer, claims.audience == settings.audience, now < Double(claims.expiresAt),
      now >= Double(claims.notBefore) - 1
    else { return nil }
    return claims
  }

  /// An ID token of ours, however old: as a hint it may have expired (RP-Initiated Logout 1.0, section 2).
  func idTokenHint(_ token: String) async throws -> IDTokenClaims? {
    guard let claims = try await claims(token, as: IDTokenClaims.self, type: TokenSigner.idTokenType),
      claims.issuer == settings.issuer
    else { return nil }
    return claims
  }

  private func claims<Claims: JWTPayload>(_ token: String, as _: Claims.Type, type: String) async throws -> Claims? {
    guard let key = Self.keyID(of: token, type: type) else { return nil }
    let keys = try await keys.containing(key)
    guard keys.identifiers.contains(key) else { return nil }
    return try? await keys.collection.verify(token, as: Claims.self)
  }

  /// The key id of a token whose header is exactly what we write: the algorithm is ours to choose, never the token's.
  private static func keyID(of token: String, type: String) -> String? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard token.utf8.count <= longest, parts.count == 3, parts.allSatisfy({ Base64URL.decode($0) != nil }),
      let header = Base64URL.decode(parts[0]).flatMap({ try? JSONValue(parsing: $0) }),
      header["alg"] == "RS256", header["typ"] == .string(type), header["crit"] == nil
    else { return nil }
    return header["kid"]?.stringValue
  }
}
