import Core
import Foundation
package import Identity
import Persistence

/// What the administrator decides about each service: its OAuth applications, and whether they may be used.
///
/// Everything here needs ``Permission/administerIntegrations``; switching on and off needs
/// ``Permission/enableIntegrations``. Where an application is left out, the service's default is meant.
package struct Integrations: Sendable {
  let store: any Store
  let effects: Effects
  let secrets: SecretStore
  let directory: ConnectorDirectory
  let settings: ConnectionsSettings
  let tokens: TokenClient

  /// The default application of every kind that a connector of the catalogue needs, configured or not.
  package func list(as principal: Principal) async throws -> [Integration] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let kinds = directory.integrationKinds
    let records = try await store.read { session in
      try kinds.map { ($0, try IntegrationStore.read($0, nil, in: session)) }
    }
    return records.compactMap { integration($0.0, $0.1) }
  }

  /// Every application of a service, the default first; the one to be set up when there is none yet.
  package func applications(_ kind: String, as principal: Principal) async throws -> [Integration] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let records = try await store.read { try IntegrationStore.all(kind, in: $0) }
    let found = (records.isEmpty ? [nil] : records.map(Optional.some)).compactMap { integration(kind, $0) }
    guard !found.isEmpty else { throw IntegrationError.notFound(kind) }
    return found
  }

  /// - Throws: ``IntegrationError/notFound(_:)`` when no connector needs such an integration.
  package func read(
    _ kind: String, application: String? = nil, as principal: Principal
  ) async throws -> Integration {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    return try await load(kind, application)
  }

  /// Enters what the service gave out. Connections that were refused because of the old values are tried again.
  @discardableResult
  package func update(
    _ kind: String, application: String? = nil, _ change: IntegrationChange, as principal: Principal
  ) async throws -> Integration {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    guard let guide = directory.serving(integration: kind)?.guide else { throw IntegrationError.notFound(kind) }
    let name = try await load(kind, application).application
    let change = try IntegrationRules.checked(change, guide)
    let owner = IntegrationStore.owner(kind, name)
    let sealed = try IntegrationRules.secrets(change, guide).map { try secrets.seal($0.1, named: $0.0, of: owner) }
    let now = effects.now()
    try await write(kind, name, "integration.updated", IntegrationRules.changedFields(change), principal) {
      record, session in
      IntegrationRules.apply(change, guide, to: &record)
      for secret in sealed { try SecretStore.write(secret, at: now, in: session) }
    } after: { session in
      if let teams = change.teams { try IntegrationStore.setTeams(kind, name, teams, in: session) }
    }
    return try await load(kind, name)
  }

  /// Switches an application on or off. Off, its connections can't be authorized or renewed.
  /// - Throws: ``IntegrationError/notConfigured(_:)`` when it is switched on without a client id.
  @discardableResult
  package func setEnabled(
    _ isEnabled: Bool, _ kind: String, application: String? = nil, as principal: Principal
  ) async throws -> Integration {
    try Access.require(.enableIntegrations, on: .site, as: principal)
    let name = try await load(kind, application).application
    let title = directory.serving(integration: kind)?.title ?? kind
    try await write(kind, name, isEnabled ? "integration.enabled" : "integration.disabled", [], principal) {
      record, _ in
      guard record.clientID != nil || !isEnabled else { throw IntegrationError.notConfigured(title) }
      record.isEnabled = isEnabled
    }
    return try await load(kind, name)
  }

  /// Who changed what and when, the newest first.
  package func history(_ kind: String, limit: Int = 50, as principal: Principal) async throws -> [AuditEntry] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    return try await store.read { try AuditLog.entries(about: "integration/\(kind)", limit: limit, in: $0) }
  }

  func load(_ kind: String, _ application: String?) async throws -> Integration {
    let record = try await store.read { try IntegrationStore.read(kind, application, in: $0) }
    if let application, record == nil, application != IntegrationStore.firstName {
      throw IntegrationError.applicationNotFound(application)
    }
    guard let integration = integration(kind, record) else { throw IntegrationError.notFound(kind) }
    return integration
  }

  /// Changes one application with its entry in the audit log.
  func write(
    _ kind: String, _ name: String, _ action: String, _ fields: [String], _ principal: Principal,
    _ change: @escaping @Sendable (inout IntegrationStore.Record, any Session) throws -> Void,
    after: @escaping @Sendable (any Session) throws -> Void = { _ in }
  ) async throws {
    guard let connector = directory.serving(integration: kind) else { throw IntegrationError.notFound(kind) }
    let connectors = directory.all.filter { $0.integration == kind }.map(\.id)
    let now = effects.now()
    var details: JSONObject = fields.isEmpty ? [:] : ["fields": .array(fields.map { .string($0) })]
    if name != IntegrationStore.firstName { details["application"] = .string(name) }
    let entry = AuditEntry(
      at: now, actor: principal.person, action: action, subject: "integration/\(kind)", subjectName: connector.title,
      details: details)
    try await store.write { session in
      var record = try IntegrationStore.read(kind, name, in: session) ?? IntegrationStore.Record(name: name)
      try change(&record, session)
      try IntegrationStore.write(record, kind: kind, by: principal.person, at: now, in: session)
      try after(session)
      try IntegrationStore.forgive(connectors: connectors, at: now, in: session)
      try AuditLog.add(entry, in: session)
    }
  }

  func integration(_ kind: String, _ record: IntegrationStore.Record?) -> Integration? {
    guard let connector = directory.serving(integration: kind) else { return nil }
    let record = record ?? IntegrationStore.Record()
    let template = connector.template(.oauth2) ?? connector.template(.oauth1)
    let fields = record.secrets.filter { $0.hasPrefix("field:") }.map { String($0.dropFirst("field:".count)) }
    return Integration(
      kind: kind, title: connector.title, summary: connector.summary, application: record.name,
      applicationTitle: record.title, isDefault: record.isDefault, clientID: record.clientID,
      hasSecret: record.hasSecret,
      addresses: record.addresses, fields: record.fields, storedFields: Set(fields), teams: record.teams,
      isEnabled: record.isEnabled, redirectURI: settings.redirectURI, scopes: template?.scopes ?? [],
      setup: connector.setup, guide: connector.guide, changedBy: record.changedBy, changedAt: record.changedAt)
  }
}
