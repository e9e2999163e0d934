package import Connections
package import Core
import Foundation
package import Identity
package import Persistence

/// The connectors that were imported into this deployment: kept in its database, so that they are there after a restart
/// and on every node.
package struct ImportedConnectors: Sendable {
  private let store: any Store
  private let effects: Effects
  private let shelf: CatalogueShelf

  /// - Parameters:
  ///   - store: with ``ConnectorsSchema/migrations`` applied.
  ///   - shelf: where they are put for everybody to find.
  package init(store: any Store, effects: Effects, shelf: CatalogueShelf) {
    self.store = store
    self.effects = effects
    self.shelf = shelf
  }

  /// Makes a connector of a document, and keeps it.
  /// - Parameters:
  ///   - file: the document's name.
  ///   - id: what it is called; made of the document's title when left out.
  ///   - replacing: whether one of that id that was imported before may be replaced.
  /// - Throws: ``ImportError``, ``ImportedConnectorError``, or `AccessError` for anybody but a site administrator.
  package func add(
    _ bytes: [UInt8], file: String, id: ConnectorID?, replacing: Bool, as principal: Principal
  ) async throws -> ImportedConnector {
    try Access.require(.administerSettings, on: .site, as: principal)
    let made = try ConnectorImporter(now: effects.now()).read(bytes, file: file, id: id)
    try await keep(made, file: file, replacing: replacing, by: principal.person)
    return made
  }

  private func keep(_ made: ImportedConnector, file: String, replacing: Bool, by person: PersonID?) async throws {
    let id = made.definition.id
    guard !shelf.isShipped(id) else { throw ImportedConnectorError.shipped(id) }
    let record = ImportedStore.Record(
      id: id.description, source: file, definition: made.yaml, by: person, at: effects.now())
    try await store.write { session in
      let isThere = try ImportedStore.all(in: session).contains { $0.id == record.id }
      if isThere, !replacing { throw ImportedConnectorError.exists(id) }
      try ImportedStore.put(record, in: session)
    }
    try await refresh()
  }

  /// Takes one away. Flows that use it can't run any more, so its connections must be gone first.
  package func remove(_ id: ConnectorID, connections: Connections, as principal: Principal) async throws {
    try Access.require(.administerSettings, on: .site, as: principal)
    let users = try await connections.list(as: principal).filter { $0.connector == id.description }
    if let first = users.first { throw ImportedConnectorError.used(id, by: first.name) }
    guard try await store.write({ try ImportedStore.remove(id.description, in: $0) }) else {
      throw ImportedConnectorError.notImported(id)
    }
    try await refresh()
  }

  /// Looks what there is now, for everybody in this process. One that this version can't read is left out.
  package func refresh() async throws {
    let records = try await store.read { try ImportedStore.all(in: $0) }
    shelf.put(imported: records.compactMap { try? ConnectorFile.read($0.definition, file: $0.id) })
  }

  /// Follows what other nodes import, until its task is cancelled.
  package func follow() async throws {
    let news = store.notifications(on: ImportedStore.channel)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in news { try? await refresh() }
      }
      group.addTask {
        // A notification may be missed.
        while true {
          try await effects.sleep(.seconds(30))
          try? await refresh()
        }
      }
      try await group.waitForAll()
    }
  }
}
