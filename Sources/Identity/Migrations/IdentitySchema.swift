package import Persistence

/// The tables of this room.
package enum IdentitySchema {
  /// In order.
  package static let migrations: [Migration] = [migration0001]

  /// What the vault sealed in them.
  package static let sealed: [SealedColumn] = [
    SealedColumn("identity_signing_key", key: ["id"], column: "sealed") {
      SigningKeyStore.context(try $0.string("id"))
    }
  ]
}
