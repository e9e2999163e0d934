package import Core
import Crypto

/// Encrypts the secrets that rest in the database, each bound to its row.
///
/// Every value has a random data key of its own (AES-256-GCM), which is wrapped by a master key (AES-256-GCM). Format, key id
/// and context are authenticated, so that a value opens in its own row alone. Changing the master key wraps the data keys
/// anew and never opens a value. Random nonces are good for 2³² wrapped keys under one master key. See ``SealedValue``.
package struct Vault: Sendable {
  let ring: Keyring

  /// - Parameter keys: the first seals; all open. At least one.
  /// - Throws: ``VaultError/noKey``.
  package init(keys: [VaultKey]) throws(VaultError) {
    ring = try Keyring(keys)
  }

  /// Seals new values.
  package var current: VaultKey { ring.sealing }

  /// Every key's id, the sealing one's first.
  package var keyIDs: [String] {
    let current = current.id
    return [current] + ring.all.map(\.id).filter { $0 != current }
  }

  /// The seam by which every room seals its own secrets.
  package var sealer: Sealer {
    Sealer(
      seal: { plaintext, context in try seal(plaintext, context: context) },
      open: { sealed, context in try open(sealed, context: context) })
  }

  /// Encrypts `plaintext` for the row that `context` names.
  package func seal(_ plaintext: [UInt8], context: String) throws -> [UInt8] {
    try seal(plaintext, context: context, under: current)
  }

  /// Encrypts under another key than the sealing one.
  func seal(_ plaintext: [UInt8], context: String, under key: VaultKey) throws -> [UInt8] {
    let dataKey = SymmetricKey(size: .bits256)
    let box = try AES.GCM.seal(plaintext, using: dataKey, authenticating: Self.bound(.enveloped, "value", context))
    return try wrap(dataKey, context, key) + Self.bytes(box)
  }

  /// Gives back what ``seal(_:context:)`` took.
  /// - Throws: ``VaultError/missingKey(id:)`` or ``VaultError/damaged``.
  package func open(_ sealed: [UInt8], context: String) throws(VaultError) -> [UInt8] {
    let value = try SealedValue(sealed)
    switch value.format {
    case .direct: return try open(value.body, key(value).key, Array(value.header) + Array(context.utf8))
    case .enveloped: return try open(value.body, unwrap(value, context), Self.bound(.enveloped, "value", context))
    }
  }

  /// The same value under the sealing key of now, in the newest format.
  /// - Returns: `nil` when it is so already.
  /// - Throws: ``VaultError``.
  package func rewrap(_ sealed: [UInt8], context: String) throws -> [UInt8]? {
    let value = try SealedValue(sealed)
    guard value.format == .enveloped else { return try seal(open(sealed, context: context), context: context) }
    let key = current
    if value.keyID == key.id { return nil }
    return try wrap(unwrap(value, context), context, key) + Array(value.body)
  }

  /// Which key a sealed value needs.
  /// - Throws: ``VaultError/damaged`` when it is none.
  package static func keyID(of sealed: [UInt8]) throws(VaultError) -> String { try SealedValue(sealed).keyID }

  // MARK: Parts

  private func wrap(_ dataKey: SymmetricKey, _ context: String, _ key: VaultKey) throws -> [UInt8] {
    let header = SealedValue.header(key)
    let box = try AES.GCM.seal(
      dataKey.withUnsafeBytes { Array($0) }, using: key.key, authenticating: header + Array("/key/\(context)".utf8))
    return header + Self.bytes(box)
  }

  private func unwrap(_ value: SealedValue, _ context: String) throws(VaultError) -> SymmetricKey {
    let bound = Array(value.header) + Array("/key/\(context)".utf8)
    return SymmetricKey(data: try open(value.wrapped, key(value).key, bound))
  }

  private func key(_ value: SealedValue) throws(VaultError) -> VaultKey {
    guard let key = ring.key(value.keyID) else { throw .missingKey(id: value.keyID) }
    return key
  }

  private func open(_ box: ArraySlice<UInt8>, _ key: SymmetricKey, _ bound: [UInt8]) throws(VaultError) -> [UInt8] {
    do {
      return [UInt8](try AES.GCM.open(AES.GCM.SealedBox(combined: box), using: key, authenticating: bound))
    } catch {
      throw .damaged
    }
  }

  private static func bound(_ format: SealedValue.Format, _ part: String, _ context: String) -> [UInt8] {
    [format.rawValue] + Array("/\(part)/\(context)".utf8)
  }

  private static func bytes(_ box: AES.GCM.SealedBox) -> [UInt8] {
    Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
  }
}
