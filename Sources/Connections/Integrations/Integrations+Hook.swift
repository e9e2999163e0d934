import Core
package import Identity
import Persistence

extension Integrations {
  /// The address that stands at a service's console.
  /// - Returns: `nil` when none was made yet, or the service takes none.
  package func hook(
    _ kind: String, application: String? = nil, as principal: Principal
  ) async throws -> ServiceHook? {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let integration = try await load(kind, application)
    let hooks = ServiceHooks(store: store, secrets: secrets, directory: directory)
    return try await hooks.keys(kind, integration.application).map { hook($0, integration) }
  }

  /// Makes the address, or another one in its place; the one before is nobody's from then on.
  /// - Throws: ``IntegrationError/takesNoHook(_:)`` for a service whose console asks for none,
  ///   ``IntegrationError/notConfigured(_:)`` as long as there is no client id.
  @discardableResult
  package func makeHook(
    _ kind: String, application: String? = nil, as principal: Principal
  ) async throws -> ServiceHook {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let integration = try await load(kind, application)
    guard integration.guide.hook?.hasAddress == true else { throw IntegrationError.takesNoHook(integration.title) }
    let keys = HookKeys(effects)
    let owner = IntegrationStore.owner(kind, integration.application)
    let sealed = try secrets.seal(keys.secret, named: HookKeys.secretName, of: owner)
    let now = effects.now()
    try await write(kind, integration.application, "integration.webhook_made", [], principal) { record, session in
      guard record.clientID != nil else { throw IntegrationError.notConfigured(integration.title) }
      try SecretStore.write(sealed, at: now, in: session)
    }
    return hook(keys, integration)
  }

  private func hook(_ keys: HookKeys, _ integration: Integration) -> ServiceHook {
    ServiceHook(
      address: "\(settings.publicURL)/hooks/services/\(integration.kind)/\(integration.application)/\(keys.token)",
      word: integration.guide.hook?.hasWord == true ? keys.word : nil)
  }
}
