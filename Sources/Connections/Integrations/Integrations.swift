import Core
import Foundation
package import Identity
import Persistence

/// What the administrator decides about each service: the OAuth application, and whether it may be used.
///
/// Everything here needs ``Permission/administerIntegrations``; switching on and off needs
/// ``Permission/enableIntegrations``.
package struct Integrations: Sendable {
  let store: any Store
  let effects: Effects
  let secrets: SecretStore
  let directory: ConnectorDirectory
  let settings: ConnectionsSettings

  /// Every kind that a connector of the catalogue needs, configured or not.
  package func list(as principal: Principal) async throws -> [Integration] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let kinds = directory.integrationKinds
    let records = try await store.read { session in
      try kinds.map { ($0, try IntegrationStore.read($0, in: session)) }
    }
    return records.compactMap { integration($0.0, $0.1) }
  }

  /// - Throws: ``IntegrationError/notFound(_:)`` when no connector needs such an integration.
  package func read(_ kind: String, as principal: Principal) async throws -> Integration {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    return try await load(kind)
  }

  /// Enters what the service gave out. Connections that were refused because of the old values are tried again.
  @discardableResult
  package func update(_ kind: String, _ change: IntegrationChange, as principal: Principal) async throws -> Integration
  {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let change = try IntegrationRules.checked(change)
    let sealed = try change.clientSecret.map { secret in
      try secrets.seal(secret.revealed.isEmpty ? nil : secret, named: "client_secret", of: .integration(kind))
    }
    let now = effects.now()
    try await write(kind, "integration.updated", IntegrationRules.changedFields(change), principal) { record, session in
      IntegrationRules.apply(change, to: &record)
      if let sealed { try SecretStore.write(sealed, at: now, in: session) }
    }
    return try await load(kind)
  }

  /// Switches an integration on or off. Off, its connections can't be authorized or renewed.
  /// - Throws: ``IntegrationError/notConfigured(_:)`` when it is switched on without a client id.
  @discardableResult
  package func setEnabled(_ isEnabled: Bool, _ kind: String, as principal: Principal) async throws -> Integration {
    try Access.require(.enableIntegrations, on: .site, as: principal)
    let title = directory.serving(integration: kind)?.title ?? kind
    try await write(kind, isEnabled ? "integration.enabled" : "integration.disabled", [], principal) { record, _ in
      guard record.clientID != nil || !isEnabled else { throw IntegrationError.notConfigured(title) }
      record.isEnabled = isEnabled
    }
    return try await load(kind)
  }

  /// Who changed what and when, the newest first.
  package func history(_ kind: String, limit: Int = 50, as principal: Principal) async throws -> [AuditEntry] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    return try await store.read { try AuditLog.entries(about: "integration/\(kind)", limit: limit, in: $0) }
  }

  private func load(_ kind: String) async throws -> Integration {
    let record = try await store.read { try IntegrationStore.read(kind, in: $0) }
    guard let integration = integration(kind, record) else { throw IntegrationError.notFound(kind) }
    return integration
  }

  private func write(
    _ kind: String, _ action: String, _ fields: [String], _ principal: Principal,
    _ change: @escaping @Sendable (inout IntegrationStore.Record, any Session) throws -> Void
  ) async throws {
    guard let connector = directory.serving(integration: kind) else { throw IntegrationError.notFound(kind) }
    let connectors = directory.all.filter { $0.integration == kind }.map(\.id)
    let now = effects.now()
    let entry = AuditEntry(
      at: now, actor: principal.person, action: action, subject: "integration/\(kind)", subjectName: connector.title,
      details: fields.isEmpty ? [:] : ["fields": .array(fields.map { .string($0) })])
    try await store.write { session in
      var record = try IntegrationStore.read(kind, in: session) ?? IntegrationStore.Record()
      try change(&record, session)
      try IntegrationStore.write(record, kind: kind, by: principal.person, at: now, in: session)
      try IntegrationStore.forgive(connectors: connectors, at: now, in: session)
      try AuditLog.add(entry, in: session)
    }
  }

  private func integration(_ kind: String, _ record: IntegrationStore.Record?) -> Integration? {
    guard let connector = directory.serving(integration: kind) else { return nil }
    let record = record ?? IntegrationStore.Record()
    return Integration(
      kind: kind, title: connector.title, clientID: record.clientID, hasSecret: record.hasSecret,
      addresses: record.addresses, isEnabled: record.isEnabled, redirectURI: settings.redirectURI,
      scopes: connector.template(.oauth2)?.scopes ?? [], setup: connector.setup, changedBy: record.changedBy,
      changedAt: record.changedAt)
  }
}
