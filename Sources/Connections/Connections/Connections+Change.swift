import Core
import Foundation
package import Identity
import Persistence

extension Connections {
  /// Makes a connection from a form. It still has to be authorized where the service wants a person's consent.
  package func create(
    in team: TeamID, connector id: String, _ form: ConnectionForm, as principal: Principal
  ) async throws -> Connection {
    try Access.require(.connectSource, on: .team(team), as: principal)
    guard let connector = directory.find(id) else { throw ConnectionError.unknownConnector(id) }
    let draft = try await draft(form, connector, team: team, existing: nil)
    let now = effects.now()
    let connectionID: ConnectionID = effects.id()
    let stored = Set(draft.secrets.compactMap { $0.value == nil ? nil : $0.key })
    let connection = Connection(
      id: connectionID, team: team, name: draft.name, connector: id, endpoint: draft.endpoint,
      authentication: draft.authentication, headers: draft.headers, settings: draft.settings,
      isActive: form.isActive ?? true, health: ConnectionRules.health(draft, stored: stored, at: now),
      owner: principal.person, createdAt: now, changedAt: now, use: draft.use)
    let sealed = try seal(draft, for: connectionID)
    let entry = entry("connection.created", connection, principal, at: now)
    try await writing(connection.name) { session in
      try ConnectionStore.insert(connection, in: session)
      for secret in sealed { try SecretStore.write(secret, at: now, in: session) }
      try AuditLog.add(entry, in: session)
    }
    return try await door.connection(connectionID)
  }

  /// Changes what the form names. Secrets that would go to another server than before have to be entered anew, and a
  /// token that was obtained with other values is forgotten.
  package func update(_ id: ConnectionID, _ form: ConnectionForm, as principal: Principal) async throws -> Connection {
    let existing = try await forChange(id, as: principal)
    guard let connector = directory.find(existing.connector) else {
      throw ConnectionError.unknownConnector(existing.connector)
    }
    if let use = form.use, use != existing.use { try requireRule(of: existing, as: principal) }
    let draft = try await draft(form, connector, team: existing.team, existing: existing)
    let now = effects.now()
    let stored = ConnectionRules.stored(existing.storedSecrets, after: draft)
    let health =
      draft.invalidatesToken || ConnectionRules.mayHelp(draft, existing)
      ? ConnectionRules.health(draft, stored: stored, token: draft.invalidatesToken ? nil : existing.token, at: now)
      : existing.health
    let changed = Connection(
      id: id, team: existing.team, name: draft.name, connector: existing.connector, endpoint: draft.endpoint,
      authentication: draft.authentication, headers: draft.headers, settings: draft.settings,
      isActive: form.isActive ?? existing.isActive, health: health, owner: existing.owner,
      createdAt: existing.createdAt, changedAt: now, use: draft.use)
    let sealed = try seal(draft, for: id)
    let entry = entry("connection.updated", changed, principal, at: now)
    try await writing(changed.name) { session in
      try ConnectionStore.update(changed, in: session)
      if draft.invalidatesToken { try TokenStore.clear(id, at: now, in: session) }
      for secret in sealed { try SecretStore.write(secret, at: now, in: session) }
      try AuditLog.add(entry, in: session)
    }
    return try await door.connection(id)
  }

  /// Who may use a connection is for its owner and the team's managers to say: whoever is kept out could let themselves in
  /// otherwise.
  private func requireRule(of connection: Connection, as principal: Principal) throws {
    guard principal.person != connection.owner else { return }
    try Access.require(.changeMemberPermissions, on: .team(connection.team), as: principal)
  }

  /// Deletes a connection that nothing uses, with its secrets, and gives its grant back at the service. That the service
  /// can't be reached keeps nothing from being deleted: the grant is given back later.
  /// - Throws: ``ConnectionError/inUse(name:by:)`` with what uses it.
  @discardableResult
  package func delete(_ id: ConnectionID, as principal: Principal) async throws -> RevocationOutcome {
    let connection = try await forChange(id, as: principal)
    let users = try await hooks.usage(connection)
    guard users.isEmpty else { throw ConnectionError.inUse(name: connection.name, by: users) }
    let now = effects.now()
    let entry = entry("connection.deleted", connection, principal, at: now)
    let revocation = await revoker.prepare(try await door.keeper.read(id))
    try await store.write { session in
      try AuditLog.add(entry, in: session)
      try revocation?.insert(at: now, due: revoker.firstDue, in: session)
      try ConnectionStore.delete(id, in: session)
    }
    guard let revocation else { return .none }
    return await revoker.perform(revocation)
  }

  private func draft(
    _ form: ConnectionForm, _ connector: ConnectorSummary, team: TeamID, existing: Connection?
  ) async throws -> ConnectionDraft {
    // A connection that exists keeps its application, whatever the default is by now.
    let wanted = form.application ?? existing?.authentication.application
    let (application, addresses) = try await clients.application(of: connector, wanted: wanted, team: team)
    return try ConnectionDrafting(
      connector: connector, form: form, existing: existing, addresses: addresses, application: application
    ).draft()
  }

  private func seal(_ draft: ConnectionDraft, for id: ConnectionID) throws -> [SecretStore.Sealed] {
    try draft.secrets.map { try secrets.seal($0.value, named: $0.key, of: .connection(id)) }
  }

  private func entry(_ action: String, _ connection: Connection, _ principal: Principal, at now: Date) -> AuditEntry {
    AuditEntry(
      at: now, actor: principal.person, action: action, subject: "connection/\(connection.id)",
      subjectName: connection.name)
  }

  private func writing(_ name: String, _ body: @escaping @Sendable (any Session) throws -> Void) async throws {
    do {
      try await store.write(body)
    } catch PersistenceError.duplicate {
      throw ConnectionError.nameTaken(name)
    }
  }
}
