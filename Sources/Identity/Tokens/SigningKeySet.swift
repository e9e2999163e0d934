import Core
import Foundation
import JWTKit

/// The keys of one moment, ready to sign and to verify with.
struct SigningKeySet: Sendable {
  /// For jwt-kit, by key id.
  let collection: JWTKeyCollection
  /// The key that signs.
  let signer: String
  /// Their ids.
  let identifiers: Set<String>
  /// The public halves as a JSON Web Key Set (RFC 7517).
  let published: JSONValue
  /// When they were read from the store.
  let readAt: Date

  /// One key that was read.
  struct Key: Sendable {
    let id: String
    let privateKey: Insecure.RSA.PrivateKey
  }

  init(keys: [Key], signer: String, readAt: Date) async throws {
    collection = JWTKeyCollection()
    for key in keys {
      await collection.add(rsa: key.privateKey, digestAlgorithm: .sha256, kid: JWKIdentifier(string: key.id))
    }
    self.signer = signer
    self.readAt = readAt
    identifiers = Set(keys.map(\.id))
    published = ["keys": .array(try keys.map(Self.webKey))]
  }

  private static func webKey(_ key: Key) throws -> JSONValue {
    let (modulus, exponent) = try key.privateKey.publicKey.getKeyPrimitives()
    return [
      "kty": "RSA", "use": "sig", "kid": .string(key.id), "alg": "RS256",
      "n": .string(Base64URL.encode(modulus)), "e": .string(Base64URL.encode(exponent)),
    ]
  }
}
