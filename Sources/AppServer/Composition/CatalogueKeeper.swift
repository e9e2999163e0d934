import Connectors
import ServiceLifecycle

/// Keeps the catalogue as the database has it while the server runs: another node may import a connector.
struct CatalogueKeeper: Service {
  let imported: ImportedConnectors

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      do { try await imported.follow() } catch is CancellationError {}
    }
  }
}
