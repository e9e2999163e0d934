package import Persistence

/// The tables of this room.
package enum FlowsSchema {
  package static let migrations: [Migration] = [
    migration0001, migration0002, migration0003, migration0004, migration0005, migration0006, migration0007,
    migration0008, migration0009, migration0010,
  ]

  /// What the vault sealed in them.
  package static let sealed: [SealedColumn] = [
    SealedColumn("flow_flow", key: ["id"], column: "hook_token") { Flows.tokenContext(try $0.id("id")) },
    SealedColumn("flow_flow", key: ["id"], column: "hook_secret") { Flows.secretContext(try $0.id("id")) },
    SealedColumn("flow_hook_secret", key: ["flow", "name"], column: "sealed") {
      SealedHookSecrets.context(try $0.id("flow"), try $0.choice("name"))
    },
    SealedColumn("flow_notice_target", key: ["id"], column: "address") { NoticeSender.address(try $0.id("id")) },
    SealedColumn("flow_notice_target", key: ["id"], column: "secret") { NoticeSender.secret(try $0.id("id")) },
  ]
}
