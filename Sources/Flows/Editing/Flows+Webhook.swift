package import Core
import Foundation
package import Identity
import Persistence

extension Flows {
  /// The address part of the flow's webhook, for those who may edit the flow.
  package func webhook(of id: FlowID, as principal: Principal) async throws -> FlowWebhook {
    _ = try await flow(id, for: .editFlows, as: principal)
    let (sealedToken, secrets) = try await store.read { session in
      (try FlowStore(session: session).hook(id), try HookSecretStore(session: session).secrets(of: id))
    }
    let token = try sealer.open(sealedToken, Self.tokenContext(id))
    var entered: Set<HookSecretName> = []
    if secrets.primary != nil { entered.insert(.primary) }
    if secrets.secondary != nil { entered.insert(.secondary) }
    if secrets.verify != nil { entered.insert(.verify) }
    return FlowWebhook(token: Secret(String(decoding: token, as: UTF8.self)), secrets: entered)
  }

  /// Enters a secret of the flow's address; `nil` takes it away.
  package func setWebhookSecret(
    _ id: FlowID, _ secret: Secret?, name: HookSecretName = .primary, as principal: Principal
  ) async throws {
    _ = try await flow(id, for: .editFlows, as: principal)
    let sealed = try secret.map {
      try sealer.seal(Array($0.revealed.utf8), SealedHookSecrets.context(id, name))
    }
    try await store.write { try HookSecretStore(session: $0).set(name, of: id, sealed: sealed) }
  }

  /// Gives the flow another address; calls of the old one are refused from now on.
  package func renewWebhookAddress(_ id: FlowID, as principal: Principal) async throws -> FlowWebhook {
    _ = try await flow(id, for: .editFlows, as: principal)
    let token = effects.token()
    let sealed = try sealer.seal(Array(token.utf8), Self.tokenContext(id))
    try await store.write { session in
      try HookSecretStore(session: session).setAddress(
        of: id, hash: WebhookToken.hash(token), sealedToken: sealed)
    }
    return try await webhook(of: id, as: principal)
  }
}
