package import Persistence

/// The tables of the library.
package enum LibrarySchema {
  /// In order.
  package static let migrations: [Migration] = [
    migration0001, migration0002, migration0003, migration0004, migration0005, migration0006,
    migration0007,
  ]

  /// What the vault sealed in them.
  package static let sealed: [SealedColumn] = [
    SealedColumn("library_identity", key: ["id"], column: "signing_key") {
      LibraryIdentity.context(try $0.id("id"))
    }
  ]
}
