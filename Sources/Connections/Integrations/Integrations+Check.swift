import Core
import Foundation
package import Identity
import Persistence

extension Integrations {
  /// Tries whatever can be tried before anybody connects: the addresses, the discovery document, the consent page, and
  /// whether the token address knows the client. Nothing is changed there or here.
  package func check(
    _ kind: String, application: String? = nil, as principal: Principal
  ) async throws -> [IntegrationFinding] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let integration = try await load(kind, application)
    guard let connector = directory.serving(integration: kind) else { throw IntegrationError.notFound(kind) }
    let owner = IntegrationStore.owner(kind, integration.application)
    let sealed = try await store.read { try SecretStore.sealed(of: owner, in: $0) }
    let probe = IntegrationProbe(
      integration: integration, connector: connector, secret: try secrets.open(sealed, of: owner)["client_secret"],
      tokens: tokens, effects: effects)
    return try await probe.findings()
  }
}
