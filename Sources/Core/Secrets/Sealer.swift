/// Encrypts what must rest encrypted, bound to the row it rests in.
///
/// Made by the vault, handed to every room that stores a secret of its own.
package struct Sealer: Sendable {
  /// Encrypts `plaintext` so that it opens only together with the same `context`.
  ///
  /// `context` names the row, as `identity_signing_key/4f0c…`: a sealed value copied to another row won't open.
  package let seal: @Sendable (_ plaintext: [UInt8], _ context: String) throws -> [UInt8]
  /// Gives back what ``seal`` took.
  /// - Throws: when the bytes were changed, belong to another context, or the key they name isn't there.
  package let open: @Sendable (_ sealed: [UInt8], _ context: String) throws -> [UInt8]

  package init(
    seal: @escaping @Sendable ([UInt8], String) throws -> [UInt8],
    open: @escaping @Sendable ([UInt8], String) throws -> [UInt8]
  ) {
    self.seal = seal
    self.open = open
  }
}
