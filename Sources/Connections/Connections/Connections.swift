package import Core
package import Egress
import Foundation
package import Identity
package import Logging
package import Persistence

/// Connections of teams to services: the door of this room.
///
/// What others need of it: ``access`` (the connector runtime), ``integrations`` (administrators), ``keepAlive``
/// (a service). ``hooks`` is set where the program is put together.
package struct Connections: Sendable {
  let store: any Store
  let effects: Effects
  let secrets: SecretStore
  let directory: ConnectorDirectory
  package let settings: ConnectionsSettings
  let tokens: TokenClient
  let clients: OAuthClients
  let door: ConnectionDoor
  let revoker: Revoker
  package let integrations: Integrations
  /// The secrets of connections and integrations that were used lately, for those who must keep them out of logs.
  package let known: KnownSecrets
  /// What uses connections, and how they are tested.
  package var hooks = ConnectionHooks()

  /// - Parameters:
  ///   - store: with the room's migrations applied.
  ///   - sealer: the vault's.
  ///   - known: hears of every secret that is sealed or opened here.
  ///   - directory: the catalogue's connectors.
  package init(
    store: any Store, effects: Effects, sealer: Sealer, known: KnownSecrets = KnownSecrets(), outbound: Outbound,
    directory: ConnectorDirectory, settings: ConnectionsSettings, logger: Logger
  ) {
    let sealer = known.hearing(sealer)
    self.known = known
    self.store = store
    self.effects = effects
    self.directory = directory
    self.settings = settings
    secrets = SecretStore(sealer: sealer)
    tokens = TokenClient(outbound: outbound, timeout: settings.refresh.requestTimeout)
    clients = OAuthClients(store: store, secrets: secrets, directory: directory)
    integrations = Integrations(
      store: store, effects: effects, secrets: secrets, directory: directory, settings: settings, tokens: tokens)
    revoker = Revoker(
      store: store, effects: effects, sealer: sealer, outbound: outbound, clients: clients, logger: logger)
    let keeper = TokenKeeper(
      store: store, effects: effects, sealer: sealer, policy: settings.refresh, tokens: tokens, clients: clients,
      holder: effects.token(bytes: 12), logger: logger)
    door = ConnectionDoor(
      keeper: keeper, flights: TokenFlights(), uses: UseRecorder(), secrets: secrets, known: known,
      sessions: SessionChecks())
  }

  /// The addresses at which services tell applications of changes.
  package var serviceHooks: ServiceHooks { ServiceHooks(store: store, secrets: secrets, directory: directory) }

  /// What the connector runtime uses.
  package var access: ConnectionAccess {
    ConnectionAccess(
      connection: { [door] in try await door.connection($0) },
      authorization: { [door] in try await door.authorization(for: $0, use: $1) },
      rejected: { [door] in try await door.rejected($0, generation: $1) })
  }

  /// Renews tokens ahead of their end, writes down what was used, and gives back grants that couldn't be at once.
  package var keepAlive: KeepAliveService { KeepAliveService(door: door, revoker: revoker) }

  /// Writes down what was used in this process, for commands that end without having run ``keepAlive``.
  package func noteUses() async throws {
    try await keepAlive.writeUses(all: true)
  }

  /// The connections of the teams whose connections `principal` may see, or of one of them, by name.
  package func list(team: TeamID? = nil, as principal: Principal) async throws -> [Connection] {
    if let team { try Access.require(.viewConnections, on: .team(team), as: principal) }
    let teams = (team.map { [$0] } ?? Array(principal.teams.keys)).filter {
      Access.allows(.viewConnections, on: .team($0), as: principal)
    }
    return try await store.read { try ConnectionStore.list(teams: teams, in: $0) }
  }

  /// - Throws: ``ConnectionError/notFound`` also when `principal` may not know of it.
  package func read(_ id: ConnectionID, as principal: Principal) async throws -> Connection {
    let connection = try await door.connection(id)
    guard Access.allows(.viewConnections, on: .team(connection.team), as: principal) else {
      throw ConnectionError.notFound
    }
    return connection
  }

  /// The connection that a flow of a team means by a name or an id.
  /// - Throws: ``ConnectionError/notFound``; also for another team's connection.
  package func resolve(_ reference: String, in team: TeamID) async throws -> Connection {
    let found = try await store.read { session in
      if let id = ConnectionID(reference), let connection = try ConnectionStore.find(id, in: session) {
        return connection.team == team ? connection : nil
      }
      return try ConnectionStore.find(named: reference, team: team, in: session)
    }
    guard let found else { throw ConnectionError.notFound }
    return found
  }

  /// Who changed and used a connection, the newest first.
  package func history(_ id: ConnectionID, limit: Int = 50, as principal: Principal) async throws -> [AuditEntry] {
    _ = try await read(id, as: principal)
    return try await store.read { try AuditLog.entries(about: "connection/\(id)", limit: limit, in: $0) }
  }

  /// The integration's applications that a connection may choose from, the default first, by name and title; fewer than
  /// two when there is nothing to choose.
  package func applicationChoices(
    of connector: String, team: TeamID, as principal: Principal
  ) async throws -> [(name: String, title: String)] {
    try Access.require(.viewConnections, on: .team(team), as: principal)
    guard let kind = directory.find(connector)?.integration else { return [] }
    return try await store.read { try IntegrationStore.all(kind, in: $0) }.filter(\.isEnabled).map { record in
      (record.name, record.title.isEmpty ? "First application" : record.title)
    }
  }

  /// The kinds of integration that a site administrator has set up and switched on, so that people can connect.
  package func readyIntegrations(as principal: Principal) async throws -> Set<String> {
    try Access.require(.connectSource, on: .team(principal.organizationTeam), as: principal)
    return try await store.read { try IntegrationStore.enabledKinds(in: $0) }
  }

  /// What uses a connection, in words for people.
  package func users(of connection: Connection, as principal: Principal) async throws -> [String] {
    try Access.require(.viewConnections, on: .team(connection.team), as: principal)
    return try await hooks.usage(connection)
  }

  /// Reads a connection that `principal` is about to change.
  func forChange(_ id: ConnectionID, as principal: Principal) async throws -> Connection {
    let connection = try await read(id, as: principal)
    try Access.require(.changeConnection, on: .team(connection.team), as: principal)
    return connection
  }
}
