import Connections
import Core
import Foundation
import TestSupport
import Testing

/// Consents that are given elsewhere: device codes and Nextcloud.
@Suite struct DeviceTests {
  private typealias Bench = ConnectionsBench

  private var device: AuthenticationTemplate {
    var template = Bench.oauth
    template.grants = [.deviceCode]
    template.deviceURL = "https://quay.example/device"
    return template
  }

  private func begun(_ bench: Bench) async throws -> (Connection, WaitingConsent) {
    try await bench.enable()
    bench.services.json(
      "/device",
      [
        "device_code": "planted-device", "user_code": "WDJB-MJHT", "verification_uri": "https://quay.example/go",
        "expires_in": 600, "interval": 5,
      ])
    let made = try await bench.make()
    return (made, try await bench.connections.beginWaiting(made.id, as: Bench.writer))
  }

  @Test(arguments: StoreEngine.tested)
  func aCodeIsEnteredElsewhere(engine: StoreEngine) async throws {
    try await Bench.running(engine, [Bench.connector(device)]) { bench in
      let (made, consent) = try await begun(bench)
      #expect(consent.userCode == "WDJB-MJHT")
      #expect(bench.services.log.first?.form["scope"] == "read")
      // A client that has a secret proves itself here too (RFC 8628, section 3.1).
      #expect(bench.services.log.first?.form["client_secret"] == "planted-secret-of-quay-client")
      bench.services.json("/token", ["error": "authorization_pending"], status: 400)
      let connections = bench.connections
      // Nobody asks before the time.
      guard case .pending = try await connections.askWaiting(made.id, as: Bench.writer) else {
        Issue.record("not pending")
        return
      }
      #expect(bench.services.log.count == 1)
      bench.clock.advance(by: .seconds(5))
      _ = try await connections.askWaiting(made.id, as: Bench.writer)
      _ = try await connections.askWaiting(made.id, as: Bench.writer)
      #expect(bench.services.log.count == 2)
      #expect(bench.services.log.last?.form["device_code"] == "planted-device")
      bench.clock.advance(by: .seconds(5))
      bench.services.json("/token", ["access_token": "planted-access", "refresh_token": "planted-refresh"])
      guard case .connected(let done) = try await connections.askWaiting(made.id, as: Bench.writer) else {
        Issue.record("not connected")
        return
      }
      #expect(done.state == .healthy)
      #expect(done.token?.isRenewable == true)
    }
  }

  @Test func aServiceThatWantsToBeAskedLessIsAskedLess() async throws {
    try await Bench.running([Bench.connector(device)]) { bench in
      let (made, _) = try await begun(bench)
      bench.services.json("/token", ["error": "slow_down"], status: 400)
      bench.clock.advance(by: .seconds(5))
      _ = try await bench.connections.askWaiting(made.id, as: Bench.writer)
      bench.clock.advance(by: .seconds(9))
      _ = try await bench.connections.askWaiting(made.id, as: Bench.writer)
      #expect(bench.services.log.count == 2)
      bench.clock.advance(by: .seconds(1))
      _ = try await bench.connections.askWaiting(made.id, as: Bench.writer)
      #expect(bench.services.log.count == 3)
    }
  }

  @Test(arguments: ["access_denied", "expired_token", "invalid_client"])
  func anEndIsSaid(code: String) async throws {
    try await Bench.running([Bench.connector(device)]) { bench in
      let (made, _) = try await begun(bench)
      bench.clock.advance(by: .seconds(5))
      bench.services.json("/token", ["error": .string(code)], status: 400)
      await #expect(throws: AuthorizationError.self) {
        try await bench.connections.askWaiting(made.id, as: Bench.writer)
      }
      let after = try await bench.connections.read(made.id, as: Bench.writer)
      #expect(after.state == .incomplete)
      #expect(after.health.reason?.isEmpty == false)
      await #expect(throws: AuthorizationError.stateRefused) {
        try await bench.connections.askWaiting(made.id, as: Bench.writer)
      }
    }
  }

  private func nextcloud(_ poll: String = "https://api.quay.example/login/v2/poll") -> JSONValue {
    [
      "poll": ["token": "planted-poll", "endpoint": .string(poll)],
      "login": "https://api.quay.example/login/v2/flow/x",
    ]
  }

  @Test(arguments: [
    ("https://api.quay.example/cloud", "https://api.quay.example/cloud/index.php/login/v2"),
    ("https://api.quay.example/remote.php/dav/files/ann", "https://api.quay.example/index.php/login/v2"),
    ("https://api.quay.example/cloud/remote.php/webdav", "https://api.quay.example/cloud/index.php/login/v2"),
  ])
  func nextcloudIsAskedAtItsServerWhereverItsFilesAre(endpoint: String, asked: String) async throws {
    try await Bench.running([Bench.connector(AuthenticationTemplate(.nextcloud))]) { bench in
      bench.services.json("/index.php/login/v2", nextcloud())
      let made = try await bench.make { $0.endpoint = endpoint }
      _ = try await bench.connections.beginWaiting(made.id, as: Bench.writer)
      #expect(bench.services.log.map(\.url) == [asked])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func nextcloudGivesAnAppPassword(engine: StoreEngine) async throws {
    try await Bench.running(engine, [Bench.connector(AuthenticationTemplate(.nextcloud))]) { bench in
      bench.services.json("/index.php/login/v2", nextcloud())
      let made = try await bench.make()
      #expect(made.state == .incomplete)
      let connections = bench.connections
      let consent = try await connections.beginWaiting(made.id, as: Bench.writer)
      #expect(consent.url == "https://api.quay.example/login/v2/flow/x")
      bench.services.on("/poll") { _ in ScriptedServices.json([], status: 404) }
      bench.clock.advance(by: .seconds(2))
      _ = try await connections.askWaiting(made.id, as: Bench.writer)
      bench.services.json(
        "/poll",
        ["server": "https://api.quay.example", "loginName": "ann", "appPassword": "planted-app-password"])
      bench.clock.advance(by: .seconds(2))
      _ = try await connections.askWaiting(made.id, as: Bench.writer)
      let authorization = try await connections.access.authorization(for: made.id)
      #expect(authorization.credential == .basic(userName: "ann", password: Secret("planted-app-password")))
      // When the person takes the password back there, a person has to agree again.
      await #expect(throws: ConnectionError.self) { try await connections.access.rejected(made.id, generation: 0) }
      #expect(try await connections.read(made.id, as: Bench.writer).state == .needsReconnect)
    }
  }

  @Test func aNextcloudThatNamesAnotherServerGetsNothing() async throws {
    try await Bench.running([Bench.connector(AuthenticationTemplate(.nextcloud))]) { bench in
      bench.services.json("/index.php/login/v2", nextcloud("https://evil.example/poll"))
      let made = try await bench.make()
      let error = await #expect(throws: AuthorizationError.self) {
        try await bench.connections.beginWaiting(made.id, as: Bench.writer)
      }
      #expect(error?.message.contains("https://evil.example:443") == true)
    }
  }

  @Test func aDeviceCodeCanBeEnteredByWhoeverHoldsALink() async throws {
    try await Bench.running([Bench.connector(device)]) { bench in
      let (made, _) = try await begun(bench)
      let connections = bench.connections
      let url = try await connections.invite(to: made.id, recipient: "Ann", as: Bench.writer).url
      let link = Secret(String(url.revealed.split(separator: "/").last ?? ""))
      // What a member began isn't the link's to finish.
      await #expect(throws: AuthorizationError.stateRefused) { try await connections.askWaiting(by: link) }
      _ = try await connections.beginWaiting(by: link)
      bench.clock.advance(by: .seconds(5))
      bench.services.json("/token", ["access_token": "planted-access"])
      guard case .connected = try await connections.askWaiting(by: link) else {
        Issue.record("not connected")
        return
      }
      await #expect(throws: InvitationError.closed) { try await connections.askWaiting(by: link) }
    }
  }
}
