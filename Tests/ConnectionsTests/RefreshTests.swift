import Core
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

@testable import Connections

@Suite struct RefreshTests {
  private let hour = Duration.seconds(3600)

  @Test(arguments: StoreEngine.tested)
  func twentyCallersOfTwoProcessesCauseOneRefresh(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      fixture.clock.advance(by: hour)
      let doors = [
        fixture.anotherProcess(effects: Self.live(fixture)), fixture.anotherProcess(effects: Self.live(fixture)),
      ]
      let tokens = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<20 {
          group.addTask {
            try await doors[number % 2].access.authorization(for: connection.id).bearer ?? ""
          }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(tokens.count == 1)
      #expect(fixture.provider.log.acceptedRefreshes == 1)
      #expect(fixture.provider.log.reusedRefreshTokens == 0)
      let after = try await fixture.connections.read(connection.id, as: ConnectionsFixture.writer)
      #expect(after.state == .healthy)
    }
  }

  /// The fixture's time of day, and real waiting.
  private static func live(_ fixture: ConnectionsFixture) -> Effects {
    var effects = Effects.live
    let clock = fixture.clock
    effects.now = { clock.now }
    return effects
  }

  @Test(arguments: StoreEngine.tested)
  func twentyRejectionsOfOneTokenCauseOneRefresh(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      fixture.clock.advance(by: .seconds(60))
      let access = fixture.connections.access
      let generations = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<20 { group.addTask { try await access.rejected(connection.id, generation: 1).generation } }
        return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect(generations == [2])
      #expect(fixture.provider.log.acceptedRefreshes == 1)
      // The new one is refused at once as well: no more refreshing.
      await #expect(throws: ConnectionError.self) { try await access.rejected(connection.id, generation: 2) }
      #expect(fixture.provider.log.acceptedRefreshes == 1)
    }
  }

  @Test func aTokenIsRenewedBeforeItRunsOut() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let connection = try await fixture.connected()
      let access = fixture.connections.access
      fixture.clock.advance(by: hour - .seconds(301))
      let early = try await access.authorization(for: connection.id)
      #expect(early.generation == 1)
      fixture.clock.advance(by: .seconds(2))
      let renewed = try await access.authorization(for: connection.id)
      #expect(renewed.generation == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theRotatedTokenIsStoredBeforeTheNewOneIsServed(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      for generation in 2...4 {
        fixture.clock.advance(by: hour)
        // Another process each time: it knows only what is stored.
        let authorization = try await fixture.anotherProcess().access.authorization(for: connection.id)
        #expect(authorization.generation == generation)
      }
      #expect(fixture.provider.log.reusedRefreshTokens == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRevokedPermissionNeedsAPerson(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      fixture.provider.revokeAll()
      fixture.clock.advance(by: hour)
      let access = fixture.connections.access
      let error = await #expect(throws: ConnectionError.self) { try await access.authorization(for: connection.id) }
      #expect(error?.code == "connection_needs_reconnect")
      #expect(error?.description.contains("planted") == false)
      await #expect(throws: ConnectionError.self) { try await access.authorization(for: connection.id) }
      // It was asked once, not at every call.
      #expect(fixture.provider.log.requests.filter { $0["grant_type"] == "refresh_token" }.count == 1)
      let dead = try await fixture.connections.read(connection.id, as: ConnectionsFixture.writer)
      #expect(dead.state == .needsReconnect)
      #expect(dead.health.since == fixture.clock.now)
      // Connecting again keeps the id and everything.
      let again = try await fixture.authorize(connection.id)
      #expect(again.state == .healthy)
      let authorization = try await access.authorization(for: connection.id)
      #expect(authorization.bearer?.hasPrefix("planted-access") == true)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRefusalThatLostAgainstAReconnectKillsNothing(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      fixture.clock.advance(by: hour)
      fixture.provider.change { $0.canned = [(400, "application/json", #"{"error":"invalid_grant"}"#, [:])] }
      fixture.provider.hold()
      let access = fixture.connections.access
      async let waiting = access.authorization(for: connection.id)
      await fixture.provider.waitUntilHeld()
      // While the service thinks about it, somebody connects again: a newer token stands in the row.
      try await fixture.store.write { session in
        try session.run(
          "update connection_token set fence = fence + 1, lease_holder = null where connection = \(connection.id)")
      }
      fixture.provider.release()
      let authorization = try await waiting
      #expect(authorization.generation == 2)
      let after = try await fixture.connections.read(connection.id, as: ConnectionsFixture.writer)
      #expect(after.state == .healthy)
    }
  }

  @Test func aWrongClientIsMisconfiguredUntilTheAdministratorCorrectsIt() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let connection = try await fixture.connected()
      fixture.provider.change { $0.secret = "planted-other" }
      fixture.clock.advance(by: hour)
      let access = fixture.connections.access
      let error = await #expect(throws: ConnectionError.self) { try await access.authorization(for: connection.id) }
      #expect(error?.code == "connection_misconfigured")
      try await fixture.connections.integrations.update(
        "fake", IntegrationChange(clientSecret: Secret("planted-other")), as: ConnectionsFixture.administrator)
      let authorization = try await access.authorization(for: connection.id)
      #expect(authorization.generation == 2)
    }
  }

  @Test func newValuesOfTheIntegrationLeaveOtherCredentialsAlone() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      var form = ConnectionForm(name: "Pasted")
      form.authentication = .bearer
      form.token = Secret("planted")
      let made = try await fixture.connections.create(
        in: ConnectionsFixture.team, connector: ConnectionsFixture.connector, form, as: ConnectionsFixture.writer)
      let access = fixture.connections.access
      await #expect(throws: ConnectionError.self) { try await access.rejected(made.id, generation: 0) }
      try await fixture.enableIntegration()
      let after = try await fixture.connections.read(made.id, as: ConnectionsFixture.writer)
      #expect(after.state == .misconfigured)
      let authorization = try await access.authorization(for: made.id)
      #expect(authorization.credential == .bearer(Secret("planted")))
    }
  }

  @Test(arguments: [
    (503, "text/html", "<html>", 5), (429, "text/plain", "slow down", 120), (500, "application/json", "{}", 5),
  ])
  func anAbsentServiceIsLeftAloneForAWhile(status: Int, type: String, body: String, pause: Int) async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let connection = try await fixture.connected()
      let headers = status == 429 ? ["Retry-After": "120"] : [:]
      fixture.provider.change { $0.canned = [(status, type, body, headers)] }
      let access = fixture.connections.access
      // Within the margin the old token is good and goes on being served.
      fixture.clock.advance(by: hour - .seconds(200))
      let old = try await access.authorization(for: connection.id)
      #expect(old.generation == 1)
      let after = try await fixture.connections.read(connection.id, as: ConnectionsFixture.writer)
      #expect(after.state == .unavailable)
      _ = try await access.authorization(for: connection.id)
      #expect(fixture.provider.log.requests.count == 2)
      fixture.clock.advance(by: .seconds(pause + 1))
      let renewed = try await access.authorization(for: connection.id)
      #expect(renewed.generation == 2)
      let recovered = try await fixture.connections.read(connection.id, as: ConnectionsFixture.writer)
      #expect(recovered.state == .healthy)
    }
  }

  @Test func anAbsentServiceWithAnExpiredTokenIsUnavailable() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let connection = try await fixture.connected()
      fixture.provider.change { $0.canned = [(503, "text/plain", "", [:])] }
      fixture.clock.advance(by: hour)
      let error = await #expect(throws: ConnectionError.self) {
        try await fixture.connections.access.authorization(for: connection.id)
      }
      #expect(error?.code == "connection_unavailable")
      #expect(error?.category.isTransient == true)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDeadHolderIsReplacedAfterItsLease(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      fixture.clock.advance(by: hour)
      // A process took the lease and died.
      try await fixture.store.write { session in
        guard let row = try TokenStore.read(connection.id, in: session) else { throw ConnectionError.notFound }
        #expect(try TokenStore.takeLease(row, holder: "dead", in: session) != nil)
      }
      let access = fixture.connections.access
      let isDone = Task { try await access.authorization(for: connection.id) }
      var waited = Duration.zero
      while waited < .seconds(15) {
        await fixture.clock.waitForSleepers(1)
        #expect(fixture.provider.log.acceptedRefreshes == 0)
        fixture.clock.advance(by: .milliseconds(200))
        waited += .milliseconds(200)
      }
      let authorization = try await isDone.value
      #expect(authorization.generation == 2)
      #expect(fixture.provider.log.acceptedRefreshes == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSlowServiceIsWaitedForAsLongAsTheHolderLives(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      fixture.clock.advance(by: hour)
      fixture.provider.hold()
      let first = fixture.connections
      let second = fixture.anotherProcess()
      let one = Task { try await first.access.authorization(for: connection.id) }
      await fixture.provider.waitUntilHeld()
      let two = Task { try await second.access.authorization(for: connection.id) }
      // A minute passes: the holder beats every 5 seconds, the other looks every 200 milliseconds.
      for _ in 0..<300 {
        await fixture.clock.waitForSleepers(2)
        fixture.clock.advance(by: .milliseconds(200))
      }
      fixture.provider.release()
      let held = try await one.value
      await fixture.clock.waitForSleepers(1)
      fixture.clock.advance(by: .milliseconds(200))
      let waited = try await two.value
      #expect(held.generation == 2)
      #expect(waited.generation == 2)
      #expect(fixture.provider.log.acceptedRefreshes == 1)
      #expect(fixture.provider.log.reusedRefreshTokens == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func clientCredentialsAreAskedForWhenNeeded(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      try await fixture.enableIntegration()
      var form = ConnectionForm(name: "Machine")
      form.grant = .clientCredentials
      let made = try await fixture.connections.create(
        in: ConnectionsFixture.team, connector: ConnectionsFixture.connector, form, as: ConnectionsFixture.writer)
      let first = try await fixture.connections.access.authorization(for: made.id)
      #expect(first.generation == 1)
      fixture.clock.advance(by: hour)
      let second = try await fixture.connections.access.authorization(for: made.id)
      #expect(second.generation == 2)
      #expect(fixture.provider.log.requests.allSatisfy { $0["grant_type"] == "client_credentials" })
    }
  }

  @Test func theKeepAliveRenewsWhatIsAboutToRunOutAndWhatLiesIdle() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let connection = try await fixture.connected()
      let keepAlive = fixture.connections.keepAlive
      try await keepAlive.sweep()
      #expect(fixture.provider.log.acceptedRefreshes == 0)
      fixture.clock.advance(by: hour - .seconds(100))
      try await keepAlive.sweep()
      try await keepAlive.sweep()
      #expect(fixture.provider.log.acceptedRefreshes == 1)
      fixture.provider.change { $0.expiresIn = nil }
      fixture.clock.advance(by: hour)
      try await keepAlive.sweep()
      fixture.clock.advance(by: .seconds(86_000))
      try await keepAlive.sweep()
      let before = fixture.provider.log.acceptedRefreshes
      fixture.clock.advance(by: .seconds(86_401))
      try await keepAlive.sweep()
      #expect(fixture.provider.log.acceptedRefreshes == before + 1)
      try await ConnectionUse.$current.withValue(.flow("f1")) {
        _ = try await fixture.connections.access.authorization(for: connection.id)
      }
      _ = try await fixture.connections.access.authorization(for: connection.id, use: .flow("f1"))
      try await keepAlive.sweep()
      let history = try await fixture.connections.history(connection.id, as: ConnectionsFixture.writer)
      let used = try #require(history.first { $0.action == "connection.used" })
      #expect(used.details["times"]?.intValue == 2)
      #expect(used.details["name"]?.stringValue == "f1")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func noSecretIsWrittenInClearOrLogged(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      let connection = try await fixture.connected()
      fixture.clock.advance(by: hour)
      _ = try await fixture.connections.access.authorization(for: connection.id)
      fixture.provider.revokeAll()
      fixture.clock.advance(by: hour)
      _ = try? await fixture.connections.access.authorization(for: connection.id)
      let tables = [
        "connection_connection", "connection_token", "connection_secret", "connection_integration", "connection_audit",
        "connection_authorization",
      ]
      for table in tables {
        let rows = try await fixture.store.read { session in
          try session.rows(Statement(trusted: "select * from \(table)")).map { String(describing: $0) }
        }
        let text = rows.joined()
        #expect(!text.contains("planted"), "\(table)")
        #expect(!text.contains("112, 108, 97, 110, 116, 101, 100"), "\(table) holds it as bytes")
      }
      #expect(!fixture.log.text.contains("planted"))
      let shown = try await fixture.connections.read(connection.id, as: ConnectionsFixture.writer)
      #expect(!String(reflecting: shown).contains("planted"))
    }
  }
}
