import Connections
import Core
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

@Suite struct ConnectionTests {
  private let team = ConnectionsFixture.team
  private let writer = ConnectionsFixture.writer
  private let connector = ConnectionsFixture.connector

  @Test(arguments: StoreEngine.tested)
  func theFormIsPreFilledFromTheConnector(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      var form = ConnectionForm(name: "  Our library ")
      form.subscriptionKey = Secret("planted-subscription")
      let made = try await fixture.connections.create(in: team, connector: connector, form, as: writer)
      #expect(made.name == "Our library")
      #expect(made.endpoint == "https://api.fake.example")
      let settings = try #require(made.authentication.oauth)
      #expect(settings.grant == .authorizationCode)
      #expect(settings.clientSource == .integration)
      #expect(settings.tokenURL == "\(fixture.provider.url)/token")
      #expect(settings.scopes == ["openid", "api", "offline_access"])
      #expect(made.headers == [ConnectionHeader(name: "Ocp-Apim-Subscription-Key", value: nil)])
      #expect(made.state == .incomplete)
      #expect(made.health.reason == "nobody has connected it yet")
      let listed = try await fixture.connections.list(as: writer)
      #expect(listed == [made])
      #expect(!String(describing: listed).contains("planted"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aNameIsUniqueInTheTeamRegardlessOfCase(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      _ = try await fixture.connections.create(
        in: team, connector: connector, ConnectionForm(name: "Library"), as: writer)
      await #expect(throws: ConnectionError.nameTaken("LIBRARY")) {
        try await fixture.connections.create(
          in: team, connector: connector, ConnectionForm(name: "LIBRARY"), as: writer)
      }
      let found = try await fixture.connections.resolve("library", in: team)
      #expect(found.name == "Library")
      await #expect(throws: ConnectionError.notFound) {
        try await fixture.connections.resolve(found.id.description, in: ID(UUID()))
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func staticCredentialsAreServedWithTheHeaders(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      var form = ConnectionForm(name: "Key")
      form.authentication = .apiKey
      form.apiKey = Secret("planted-key")
      form.headers = [
        .init(name: "X-Plain", value: Secret("plain"), isSecret: false),
        .init(name: "X-Hidden", value: Secret("planted-header"), isSecret: true),
      ]
      let made = try await fixture.connections.create(in: team, connector: connector, form, as: writer)
      #expect(made.state == .untested)
      let authorization = try await fixture.connections.access.authorization(for: made.id)
      #expect(authorization.credential == .header(name: "X-Fake-Key", value: Secret("planted-key")))
      #expect(authorization.headers.map(\.value.revealed) == ["plain", "planted-header"])
      #expect(!String(describing: authorization).contains("planted"))
      #expect(!String(reflecting: made).contains("planted"))
    }
  }

  @Test func aMissingSecretMakesItIncomplete() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      var form = ConnectionForm(name: "Bearer")
      form.authentication = .bearer
      let made = try await fixture.connections.create(in: team, connector: connector, form, as: writer)
      #expect(made.health.reason == "the token is missing")
      await #expect(throws: ConnectionError.incomplete(name: "Bearer", reason: "the token is missing")) {
        try await fixture.connections.access.authorization(for: made.id)
      }
      var change = ConnectionForm()
      change.token = Secret("planted")
      let mended = try await fixture.connections.update(made.id, change, as: writer)
      #expect(mended.state == .untested)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSecretDoesNotFollowTheEndpointToAnotherServer(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      var form = ConnectionForm(name: "Key")
      form.authentication = .bearer
      form.token = Secret("planted-token")
      form.subscriptionKey = Secret("planted-subscription")
      let made = try await fixture.connections.create(in: team, connector: connector, form, as: writer)
      var path = ConnectionForm()
      path.endpoint = "https://api.fake.example/v2"
      let sameServer = try await fixture.connections.update(made.id, path, as: writer)
      #expect(sameServer.storedSecrets == made.storedSecrets)
      var elsewhere = ConnectionForm()
      elsewhere.endpoint = "https://evil.example"
      let moved = try await fixture.connections.update(made.id, elsewhere, as: writer)
      #expect(moved.storedSecrets.isEmpty)
      #expect(moved.state == .incomplete)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSecretDoesNotFollowASettingThatNamesAnotherServer(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      var form = ConnectionForm(name: "Key")
      form.authentication = .bearer
      form.token = Secret("planted-token")
      let made = try await fixture.connections.create(in: team, connector: connector, form, as: writer)
      var same = ConnectionForm()
      same.settings = ["folder": "2026", "uploads": "https://uploads.fake.example"]
      let kept = try await fixture.connections.update(made.id, same, as: writer)
      #expect(kept.storedSecrets == made.storedSecrets)
      var elsewhere = ConnectionForm()
      elsewhere.settings = ["folder": "2026", "uploads": "https://evil.example"]
      let moved = try await fixture.connections.update(made.id, elsewhere, as: writer)
      #expect(moved.storedSecrets.isEmpty)
      #expect(moved.state == .incomplete)
    }
  }

  @Test func aMemberCannotSendTheIntegrationsSecretElsewhere() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      var form = ConnectionForm(name: "Evil")
      form.tokenURL = "https://evil.example/token"
      let entered = form
      let error = await #expect(throws: ConnectionError.self) {
        try await fixture.connections.create(in: team, connector: connector, entered, as: writer)
      }
      #expect(error?.details["field"]?.stringValue == "tokenUrl")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func oneInUseIsNotDeletedAndTheAnswerSaysByWhat(engine: StoreEngine) async throws {
    try await ConnectionsFixture.running(engine) { fixture in
      var connections = fixture.connections
      let made = try await connections.create(in: team, connector: connector, ConnectionForm(name: "Used"), as: writer)
      connections.hooks.usage = { _ in ["flow \"Folder to library\""] }
      let used = connections
      let error = await #expect(throws: ConnectionError.self) { try await used.delete(made.id, as: writer) }
      #expect(error?.message.contains("Folder to library") == true)
      try await fixture.connections.delete(made.id, as: writer)
      await #expect(throws: ConnectionError.notFound) { try await fixture.connections.read(made.id, as: writer) }
      let secrets = try await fixture.store.read { try $0.count("select count(*) as n from connection_secret") }
      #expect(secrets == 0)
    }
  }

  @Test func rolesDecide() async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      let connections = fixture.connections
      let made = try await connections.create(
        in: team, connector: connector, ConnectionForm(name: "Roles"), as: writer)
      let reader = ConnectionsFixture.principal(.read, number: 2)
      let stranger = ConnectionsFixture.principal(nil, number: 3)
      let seen = try await connections.list(as: reader)
      #expect(seen.count == 1)
      await #expect(throws: AccessError.self) { try await connections.delete(made.id, as: reader) }
      await #expect(throws: AccessError.self) { try await connections.beginAuthorization(made.id, as: reader) }
      await #expect(throws: AccessError.self) { try await connections.check(made.id, as: reader) }
      await #expect(throws: AccessError.self) {
        try await connections.create(in: team, connector: connector, ConnectionForm(name: "x"), as: reader)
      }
      let unseen = try await connections.list(as: stranger)
      #expect(unseen.isEmpty)
      await #expect(throws: ConnectionError.notFound) { try await connections.read(made.id, as: stranger) }
      await #expect(throws: ConnectionError.notFound) { try await connections.delete(made.id, as: stranger) }
    }
  }

  @Test(arguments: [
    ("endpoint", "ftp://x"), ("endpoint", "https://user:planted@x.example"), ("endpoint", "x"), ("name", ""),
    ("headers", "Authorization"), ("headers", "bad name"), ("scopes", "two words"),
  ])
  func wrongValuesAreRefusedByField(field: String, value: String) async throws {
    try await ConnectionsFixture.running(.sqlite) { fixture in
      var form = ConnectionForm(name: field == "name" ? value : "Name")
      if field == "endpoint" { form.endpoint = value }
      if field == "headers" { form.headers = [.init(name: value, value: Secret("x"), isSecret: false)] }
      if field == "scopes" { form.scopes = [value] }
      let entered = form
      let error = await #expect(throws: ConnectionError.self) {
        try await fixture.connections.create(in: team, connector: connector, entered, as: writer)
      }
      #expect(error?.details["field"]?.stringValue == field)
      #expect(error?.description.contains("planted") == false)
    }
  }

  @Test func theTestButtonNotesWhatItFound() async throws {
    struct Away: CodedError {
      let category: ErrorCategory
      let code = "away"
      let message = "The library is away."
    }
    try await ConnectionsFixture.running(.sqlite) { fixture in
      var connections = fixture.connections
      var form = ConnectionForm(name: "Bearer")
      form.authentication = .bearer
      form.token = Secret("planted")
      let made = try await connections.create(in: team, connector: connector, form, as: writer)
      connections.hooks.check = { _ in throw Away(category: .unavailable) }
      let away = try await connections.check(made.id, as: writer)
      #expect(away.health.state == .unavailable)
      #expect(away.health.reason == "The library is away.")
      connections.hooks.check = { _ in throw Away(category: .unauthenticated) }
      let refused = try await connections.check(made.id, as: writer)
      #expect(refused.health.state == .misconfigured)
      connections.hooks.check = { _ in "It answers as Somebody." }
      let works = try await connections.check(made.id, as: writer)
      #expect(works.isWorking)
      #expect(works.health.state == .healthy)
      #expect(works.health.reason == nil)
      connections.hooks.check = { _ in throw Away(category: .rateLimited) }
      let busy = try await connections.check(made.id, as: writer)
      #expect(!busy.isWorking)
      #expect(busy.health.state == .healthy, "a busy service is not a broken connection")
    }
  }
}
