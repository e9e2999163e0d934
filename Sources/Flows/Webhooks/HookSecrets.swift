/// The secrets of a flow's address.
package enum HookSecretName: String, Sendable, CaseIterable {
  /// What senders sign with, or send as key or token.
  case primary
  /// Counts as well, while a sender changes from one to the other.
  case secondary
  /// The word that Meta sends back when it makes sure of the address.
  case verify
}

/// They rest encrypted, each bound to its flow and name.
struct SealedHookSecrets: Sendable {
  var primary: [UInt8]?
  var secondary: [UInt8]?
  var verify: [UInt8]?

  static func context(_ flow: FlowID, _ name: HookSecretName) -> String {
    name == .primary ? Flows.secretContext(flow) : "flow_hook_secret/\(flow)/\(name.rawValue)"
  }
}
