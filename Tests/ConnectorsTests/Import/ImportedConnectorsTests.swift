import Connectors
import Core
import Foundation
import Identity
import TestSupport
import Testing

@Suite("Connectors that were imported into a deployment")
struct ImportedConnectorsTests {
  private static let document = Array(
    """
    openapi: 3.0.0
    info: {title: Quay, version: "1"}
    servers: [{url: "https://quay.test"}]
    paths: {/me: {get: {operationId: me, responses: {"200": {description: me}}}}}
    """.utf8)

  private func person(_ role: SiteRole) -> Principal {
    let effects = TestClock().effects()
    return Principal(
      person: effects.id(), userName: "a", displayName: "A", siteRole: role, teams: [:], organizationTeam: effects.id())
  }

  @Test("they are kept, found on another node, and replaced only when that is said", arguments: StoreEngine.tested)
  func kept(engine: StoreEngine) async throws {
    try await engine.withStore(ConnectorsSchema.migrations) { store in
      let (here, there) = (CatalogueShelf(try .shipped()), CatalogueShelf(try .shipped()))
      let effects = TestClock().effects()
      let imported = ImportedConnectors(store: store, effects: effects, shelf: here)
      let admin = person(.administrator)
      let made = try await imported.add(Self.document, file: "quay.yaml", id: nil, replacing: false, as: admin)
      #expect(made.definition.id.description == "quayConnector-v1.0")
      #expect(here.current.connector(named: "quayConnector-v1.0")?.action("me") != nil)
      #expect(there.current.connector(named: "quayConnector-v1.0") == nil)
      try await ImportedConnectors(store: store, effects: effects, shelf: there).refresh()
      #expect(there.current.connector(named: "quayConnector-v1.0") == made.definition)
      await #expect(throws: ImportedConnectorError.exists(made.definition.id)) {
        _ = try await imported.add(Self.document, file: "quay.yaml", id: nil, replacing: false, as: admin)
      }
      _ = try await imported.add(Self.document, file: "quay.yaml", id: nil, replacing: true, as: admin)
    }
  }

  @Test("only a site administrator may, and none takes a shipped name", arguments: StoreEngine.tested)
  func refused(engine: StoreEngine) async throws {
    try await engine.withStore(ConnectorsSchema.migrations) { store in
      let shelf = CatalogueShelf(try .shipped())
      let imported = ImportedConnectors(store: store, effects: TestClock().effects(), shelf: shelf)
      let member = person(.member)
      await #expect(throws: AccessError.self) {
        _ = try await imported.add(Self.document, file: "q", id: nil, replacing: false, as: member)
      }
      let taken = try #require(ConnectorID("mediavaletConnector-v1.0"))
      let admin = person(.administrator)
      await #expect(throws: ImportedConnectorError.shipped(taken)) {
        _ = try await imported.add(Self.document, file: "q", id: taken, replacing: false, as: admin)
      }
    }
  }
}
