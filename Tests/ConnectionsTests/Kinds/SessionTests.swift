import Connections
import Core
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Log-ins that give a session, and keys that are entered by hand.
@Suite struct SessionTests {
  private typealias Bench = ConnectionsBench

  private var session: AuthenticationTemplate {
    var template = AuthenticationTemplate(.session)
    template.session = SessionTemplate(
      fields: [
        IntegrationField(name: "app_id", title: "App ID", isRequired: true),
        IntegrationField(name: "app_secret", title: "App secret", isRequired: true, isSecret: true),
      ],
      login: SessionRequest(
        method: "POST", url: "${endpoint}/login", query: ["app_id": "${fields.app_id}"],
        body: .json(["secret": "${fields.app_secret}"])),
      token: .body("data.session"), lifetimePath: "data.seconds", carrier: .header("X-Session", prefix: "Session "),
      validity: SessionRequest(method: "GET", url: "${endpoint}/whoami"))
    return template
  }

  private func made(_ bench: Bench) async throws -> Connection {
    try await bench.make { $0.sessionValues = ["app_id": Secret("my app"), "app_secret": Secret("planted-secret")] }
  }

  @Test(arguments: StoreEngine.tested)
  func aSessionIsLoggedInToAndRenewed(engine: StoreEngine) async throws {
    try await Bench.running(engine, [Bench.connector(session)]) { bench in
      let connection = try await made(bench)
      #expect(connection.state == .untested)
      #expect(connection.storedSecrets == ["session:app_secret"])
      bench.services.json("/login", ["data": ["session": "planted-1", "seconds": 3600]])
      let access = bench.connections.access
      let authorization = try await access.authorization(for: connection.id)
      #expect(authorization.credential == .header(name: "X-Session", value: Secret("Session planted-1")))
      let call = try #require(bench.services.log.first)
      #expect(call.url == "https://api.quay.example/login?app_id=my%20app")
      #expect(call.body == #"{"secret":"planted-secret"}"#)
      // As long as it is good nobody logs in again.
      _ = try await access.authorization(for: connection.id)
      #expect(bench.services.log.count == 1)
      bench.services.json("/login", ["data": ["session": "planted-2", "seconds": 3600]])
      bench.clock.advance(by: .seconds(3590))
      #expect(try await access.authorization(for: connection.id).generation == 2)
    }
  }

  @Test func aSessionThatTheServiceForgotIsNoticedByTheValidityCall() async throws {
    try await Bench.running([Bench.connector(session)]) { bench in
      let connection = try await made(bench)
      bench.services.json("/login", ["data": ["session": "planted-1"]])
      let access = bench.connections.access
      _ = try await access.authorization(for: connection.id)
      bench.services.on("/whoami") { call in
        let isGood = call.headers[values: .init("X-Session") ?? .accept] == ["Session planted-1"]
        return ScriptedServices.json(["ok": .bool(isGood)], status: isGood ? 200 : 401)
      }
      bench.clock.advance(by: .seconds(301))
      #expect(try await access.authorization(for: connection.id).generation == 1)
      #expect(bench.services.log.count == 2)
      bench.services.json("/whoami", ["ok": false], status: 401)
      bench.services.json("/login", ["data": ["session": "planted-2"]])
      bench.clock.advance(by: .seconds(301))
      #expect(try await access.authorization(for: connection.id).generation == 2)
    }
  }

  @Test(arguments: [
    (401, #"{"error":"bad credentials planted-secret"}"#, ConnectionState.misconfigured),
    (200, #"{"success":false,"message":"planted-secret is wrong"}"#, .misconfigured),
    (200, "<html>", .unavailable), (200, #"{"data":{}}"#, .misconfigured), (503, "", .unavailable),
  ])
  func aRefusedLogInIsSaid(status: Int, body: String, state: ConnectionState) async throws {
    try await Bench.running([Bench.connector(session)]) { bench in
      let connection = try await made(bench)
      bench.services.on("/login") { _ in ScriptedServices.text(body, type: "application/json", status: status) }
      await #expect(throws: ConnectionError.self) {
        try await bench.connections.access.authorization(for: connection.id)
      }
      let after = try await bench.connections.read(connection.id, as: Bench.writer)
      #expect(after.state == state)
      #expect(after.health.reason?.contains("planted") == false)
    }
  }

  @Test func anotherLogInAddressTakesTheSecretAway() async throws {
    try await Bench.running([Bench.connector(session)]) { bench in
      let connection = try await made(bench)
      var form = ConnectionForm()
      form.loginURL = "https://evil.example/login?id={app_id}&key={app_secret}"
      await #expect(throws: ConnectionError.self) {
        let changed = try await bench.connections.update(connection.id, form, as: Bench.writer)
        if changed.storedSecrets.isEmpty { throw ConnectionError.incomplete(name: "", reason: "") }
      }
      form.sessionValues = ["app_secret": Secret("planted-new")]
      _ = try await bench.connections.update(connection.id, form, as: Bench.writer)
      bench.services.json("evil.example", ["data": ["session": "planted-3"]])
      _ = try await bench.connections.access.authorization(for: connection.id)
      #expect(bench.services.log.last?.url == "https://evil.example/login?id=my%20app&key=planted-new&app_id=my%20app")
    }
  }

  @Test func anAccessKeyAndAnSSHKeyRestInTheVault() async throws {
    try await Bench.running([Bench.connector(AuthenticationTemplate(.aws))]) { bench in
      let connection = try await bench.make {
        $0.accessKeyID = "AKIAEXAMPLE"
        $0.secretAccessKey = Secret("planted-key")
        $0.region = "eu-central-1"
      }
      #expect(connection.state == .untested)
      let authorization = try await bench.connections.access.authorization(for: connection.id)
      #expect(
        authorization.credential
          == .aws(
            AWSCredential(
              accessKeyID: "AKIAEXAMPLE", secretAccessKey: Secret("planted-key"), region: "eu-central-1")))
      await #expect(throws: ConnectionError.self) { try await bench.make({ $0.accessKeyID = "a b" }, name: "Other") }
    }
    let host = "files.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKSBDRXWFeWnrMRqBySLGeCsgvM5sOhhEYg7eT+BsS4h"
    try await Bench.running([Bench.connector(AuthenticationTemplate(.ssh))]) { bench in
      let key = "-----BEGIN OPENSSH PRIVATE KEY-----\r\nplanted\r\n-----END OPENSSH PRIVATE KEY-----"
      let connection = try await bench.make {
        $0.userName = "ann"
        $0.privateKey = Secret(key)
        $0.knownHostKey = host
      }
      guard case .ssh(let credential) = try await bench.connections.access.authorization(for: connection.id).credential
      else {
        Issue.record("no SSH credential")
        return
      }
      #expect(credential.privateKey?.revealed.contains("\r") == false)
      #expect(credential.knownHostKey.hasPrefix("ssh-ed25519 AAAA"))
      await #expect(throws: ConnectionError.self) {
        try await bench.make(
          {
            $0.userName = "ann"
            $0.privateKey = Secret("not a key")
            $0.knownHostKey = host
          }, name: "Other")
      }
      await #expect(throws: ConnectionError.self) {
        try await bench.make({ $0.userName = "ann" }, name: "Without a known server")
      }
    }
  }
}
