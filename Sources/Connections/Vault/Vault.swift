package import Core
import Crypto

/// Encrypts the secrets that rest in the database, each bound to its row.
///
/// AES-256-GCM with a random nonce; the context is authenticated along with the format and the key's id. A sealed value
/// is `1 ‖ key id (8) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`. Random nonces are good for 2³² values under one key.
package struct Vault: Sendable {
  /// Seals new values.
  package let current: VaultKey
  private let keys: [String: VaultKey]

  /// The only format so far.
  private static let format: UInt8 = 1
  private static let overhead = 1 + VaultKey.idLength + 12 + 16

  /// - Parameter keys: the first seals; all open. At least one.
  /// - Throws: ``VaultError/noKey``.
  package init(keys: [VaultKey]) throws(VaultError) {
    guard let first = keys.first else { throw .noKey }
    current = first
    self.keys = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Every key's id, the sealing one's first.
  package var keyIDs: [String] { [current.id] + keys.keys.filter { $0 != current.id }.sorted() }

  /// The seam by which every room seals its own secrets.
  package var sealer: Sealer {
    Sealer(
      seal: { plaintext, context in try seal(plaintext, context: context) },
      open: { sealed, context in try open(sealed, context: context) })
  }

  /// Encrypts `plaintext` for the row that `context` names.
  package func seal(_ plaintext: [UInt8], context: String) throws -> [UInt8] {
    let header = [Self.format] + current.idBytes
    let box = try AES.GCM.seal(plaintext, using: current.key, authenticating: header + Array(context.utf8))
    return header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
  }

  /// Gives back what ``seal(_:context:)`` took.
  /// - Throws: ``VaultError/missingKey(id:)`` or ``VaultError/damaged``.
  package func open(_ sealed: [UInt8], context: String) throws(VaultError) -> [UInt8] {
    let id = try Self.keyID(of: sealed)
    guard let key = keys[id] else { throw .missingKey(id: id) }
    let header = sealed[..<(1 + VaultKey.idLength)]
    do {
      let box = try AES.GCM.SealedBox(combined: sealed[(1 + VaultKey.idLength)...])
      return [UInt8](try AES.GCM.open(box, using: key.key, authenticating: header + Array(context.utf8)))
    } catch {
      throw .damaged
    }
  }

  /// Which key a sealed value needs.
  /// - Throws: ``VaultError/damaged`` when it is none.
  package static func keyID(of sealed: [UInt8]) throws(VaultError) -> String {
    guard sealed.count >= overhead, sealed[0] == format else { throw .damaged }
    return VaultKey.name(sealed[1...VaultKey.idLength])
  }
}
