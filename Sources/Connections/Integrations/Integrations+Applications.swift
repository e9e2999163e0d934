import Core
import Foundation
package import Identity
import Persistence

/// Several applications of one service, one for each team or brand.
extension Integrations {
  /// Adds an application, switched off and empty.
  package func addApplication(
    _ kind: String, name: String, title: String = "", as principal: Principal
  ) async throws -> Integration {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let name = try IntegrationRules.applicationName(name)
    let title = try FieldRules.trimmed(title).isEmpty ? name : FieldRules.name(title)
    let existing = try await applications(kind, as: principal)
    guard !existing.contains(where: { $0.application == name }) else { throw IntegrationError.applicationExists(name) }
    try await write(kind, name, "integration.application_added", [], principal) { record, session in
      // The first one is the default, also when nobody has entered anything for it.
      if try IntegrationStore.read(kind, nil, in: session) == nil {
        let first = IntegrationStore.Record()
        try IntegrationStore.write(first, kind: kind, by: principal.person, at: effects.now(), in: session)
      }
      record.isDefault = false
      record.title = title
    }
    return try await load(kind, name)
  }

  /// Lets an application serve the new connections that chose no other. Those that exist keep theirs.
  @discardableResult
  package func makeDefault(_ kind: String, application: String, as principal: Principal) async throws -> Integration {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    _ = try await load(kind, application)
    try await write(kind, application, "integration.default_changed", [], principal) { _, _ in
    } after: { session in
      try IntegrationStore.setDefault(kind, application, in: session)
    }
    return try await load(kind, application)
  }

  /// Removes an application that isn't the default and that no connection uses.
  /// - Throws: ``IntegrationError/applicationInUse(_:by:)``.
  package func removeApplication(_ kind: String, application: String, as principal: Principal) async throws {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let integration = try await load(kind, application)
    guard !integration.isDefault else { throw IntegrationError.applicationInUse(application, by: []) }
    let users = try await users(of: kind, application: application, as: principal)
    guard users.isEmpty else {
      throw IntegrationError.applicationInUse(application, by: users.map { "the connection \"\($0.name)\"" })
    }
    let entry = AuditEntry(
      at: effects.now(), actor: principal.person, action: "integration.application_removed",
      subject: "integration/\(kind)", subjectName: integration.title, details: ["application": .string(application)])
    try await store.write { session in
      try IntegrationStore.remove(kind, application, in: session)
      try AuditLog.add(entry, in: session)
    }
  }

  /// The connections of all teams that go through a service's application, by name; through any of them when none is
  /// given.
  package func users(
    of kind: String, application: String? = nil, as principal: Principal
  ) async throws -> [Connection] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let connectors = directory.all.filter { $0.integration == kind }.map(\.id)
    let found = try await store.read { try ConnectionStore.list(connectors: connectors, in: $0) }
    return found.filter { connection in
      guard let used = connection.authentication.application else { return false }
      return application == nil || used == application
    }
  }
}
