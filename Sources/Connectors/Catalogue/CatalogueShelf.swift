import Synchronization

/// The catalogue as it is now: what the program brings along, and what was imported into the deployment.
package final class CatalogueShelf: Sendable {
  private let shipped: ConnectorCatalogue
  private let state: Mutex<(generation: Int, catalogue: ConnectorCatalogue)>

  package init(_ shipped: ConnectorCatalogue) {
    self.shipped = shipped
    state = Mutex((0, shipped))
  }

  /// What there is.
  package var current: ConnectorCatalogue { state.withLock(\.catalogue) }

  /// What there is, with a number that grows with every change.
  package var numbered: (generation: Int, catalogue: ConnectorCatalogue) { state.withLock { $0 } }

  /// Puts the imported connectors in place of those imported before. The program's own stay: an imported one of the same
  /// id isn't used.
  package func put(imported: [ConnectorDefinition]) {
    let catalogue = ConnectorCatalogue(imported + shipped.connectors)
    state.withLock { state in
      guard catalogue.connectors != state.catalogue.connectors else { return }
      state = (state.generation + 1, catalogue)
    }
  }

  /// Whether the program brings this connector along.
  package func isShipped(_ id: ConnectorID) -> Bool { shipped.connector(id) != nil }
}
