import Core
import Persistence

/// The SQL of the secrets of flows' addresses.
struct HookSecretStore {
  let session: any Session

  func secrets(of flow: FlowID) throws -> SealedHookSecrets {
    var secrets = SealedHookSecrets()
    secrets.primary = try session.row("select hook_secret from flow_flow where id = \(flow)")?.bytesIfAny("hook_secret")
    for row in try session.rows("select name, sealed from flow_hook_secret where flow = \(flow)") {
      switch try row.choice("name", as: HookSecretName.self) {
      case .primary: continue
      case .secondary: secrets.secondary = try row.bytes("sealed")
      case .verify: secrets.verify = try row.bytes("sealed")
      }
    }
    return secrets
  }

  /// - Parameter sealed: `nil` takes it away.
  func set(_ name: HookSecretName, of flow: FlowID, sealed: [UInt8]?) throws {
    guard name != .primary else {
      try session.run("update flow_flow set hook_secret = \(sealed.sqlValue) where id = \(flow)")
      return
    }
    try session.run("delete from flow_hook_secret where flow = \(flow) and name = \(name.rawValue)")
    guard let sealed else { return }
    try session.run(
      "insert into flow_hook_secret (flow, name, sealed) values (\(flow), \(name.rawValue), \(sealed))")
  }

  /// Gives the flow another address; the old one is gone.
  func setAddress(of flow: FlowID, hash: String, sealedToken: [UInt8]) throws {
    try session.run("update flow_flow set hook_hash = \(hash), hook_token = \(sealedToken) where id = \(flow)")
  }
}
