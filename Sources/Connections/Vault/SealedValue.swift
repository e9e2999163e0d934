/// The parts of a sealed value, without opening it.
///
/// Format 2 is `2 ‖ key id (8) ‖ wrapped data key (60) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`: the value is encrypted with a
/// data key of its own, and only that is encrypted with the master key. Format 1, of the first versions, is
/// `1 ‖ key id (8) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`, encrypted with the master key itself.
struct SealedValue {
  /// How the bytes are laid out.
  enum Format: UInt8 {
    case direct = 1
    case enveloped = 2
  }

  /// Nonce and tag.
  private static let box = 12 + 16
  /// A data key with its nonce and tag.
  static let wrappedLength = 32 + box
  /// The format and the key's id.
  static let headerLength = 1 + VaultKey.idLength

  let format: Format
  let keyID: String
  let header: ArraySlice<UInt8>
  /// Empty in format 1.
  let wrapped: ArraySlice<UInt8>
  let body: ArraySlice<UInt8>

  /// - Throws: ``VaultError/damaged`` when the bytes are no sealed value.
  init(_ bytes: [UInt8]) throws(VaultError) {
    guard let format = bytes.first.flatMap(Format.init) else { throw .damaged }
    let start = Self.headerLength + (format == .enveloped ? Self.wrappedLength : 0)
    guard bytes.count >= start + Self.box else { throw .damaged }
    self.format = format
    header = bytes[..<Self.headerLength]
    keyID = VaultKey.name(bytes[1..<Self.headerLength])
    wrapped = bytes[Self.headerLength..<start]
    body = bytes[start...]
  }

  /// How values begin whose data key is wrapped by `key`.
  static func header(_ key: VaultKey) -> [UInt8] { [Format.enveloped.rawValue] + key.idBytes }
}
