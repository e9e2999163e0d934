import Core
import Foundation
import JWTKit

/// The keys of one moment, ready to sign and to verify with.
struct SigningKeySet: Sendable {
  /// For jwt-kit to verify with, by key id.
  let collection: JWTKeyCollection
  /// The id of the key that signs.
  let signer: String
  /// The key that signs.
  let signingKey: RSASigningKey
  /// Their ids.
  let identifiers: Set<String>
  /// The public halves as a JSON Web Key Set (RFC 7517).
  let published: JSONValue
  /// When they were read from the store.
  let readAt: Date

  /// One key that was read.
  struct Key: Sendable {
    let id: String
    let publicKey: Insecure.RSA.PublicKey
  }

  init(keys: [Key], signer: String, signingKey: RSASigningKey, readAt: Date) async throws {
    collection = JWTKeyCollection()
    for key in keys {
      await collection.add(rsa: key.publicKey, digestAlgorithm: .sha256, kid: JWKIdentifier(string: key.id))
    }
    self.signer = signer
    self.signingKey = signingKey
    self.readAt = readAt
    identifiers = Set(keys.map(\.id))
    published = ["keys": .array(try keys.map(Self.webKey))]
  }

  private static func webKey(_ key: Key) throws -> JSONValue {
    let (modulus, exponent) = try key.publicKey.getKeyPrimitives()
    return [
      "kty": "RSA", "use": "sig", "kid": .string(key.id), "alg": "RS256",
      "n": .string(Base64URL.encode(modulus)), "e": .string(Base64URL.encode(exponent)),
    ]
  }
}
