package import Persistence

/// The tables of this room.
package enum SourcesSchema {
  /// In order.
  package static let migrations: [Migration] = [migration0001, migration0002, migration0003]

  /// What the vault sealed in them.
  package static let sealed: [SealedColumn] = [
    SealedColumn("source_push", key: ["id"], column: "sealed") { Subscription.context(try $0.string("id")) }
  ]
}
