package import Persistence

/// The tables of this room.
package enum ConnectionsSchema {
  /// In order.
  package static let migrations: [Migration] = [
    migration0001, migration0002, migration0003, migration0004, migration0005, migration0006, migration0007,
    migration0008, migration0009,
  ]

  /// What the vault sealed in them.
  package static let sealed: [SealedColumn] = [
    SealedColumn("connection_secret", key: ["owner", "name"], column: "sealed") {
      SecretStore.context(owner: try $0.string("owner"), try $0.string("name"))
    },
    SealedColumn("connection_token", key: ["connection"], column: "access", needing: ["generation"]) {
      TokenRow.context(try $0.id("connection"), "access", generation: try $0.int("generation"))
    },
    SealedColumn("connection_token", key: ["connection"], column: "refresh", needing: ["refresh_generation"]) {
      TokenRow.context(try $0.id("connection"), "refresh", generation: try $0.int("refresh_generation"))
    },
    SealedColumn(
      "connection_token", key: ["connection"], column: "previous_refresh", needing: ["previous_generation"]
    ) {
      TokenRow.context(try $0.id("connection"), "refresh", generation: try $0.int("previous_generation"))
    },
    SealedColumn("connection_authorization", key: ["state_hash"], column: "verifier") {
      PendingAuthorization.context(try $0.string("state_hash"))
    },
    SealedColumn("connection_waiting", key: ["connection"], column: "sealed", needing: ["attempt"]) {
      WaitingConsent.Record.context(try $0.string("attempt"))
    },
    SealedColumn("connection_notice_target", key: ["id"], column: "address") {
      ConnectionNoticeSender.context(try $0.id("id"), "address")
    },
    SealedColumn("connection_notice_target", key: ["id"], column: "secret") {
      ConnectionNoticeSender.context(try $0.id("id"), "secret")
    },
    SealedColumn("connection_revocation", key: ["id"], column: "sealed") {
      PendingRevocation.context(try $0.string("id"))
    },
  ]
}
