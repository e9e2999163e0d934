import Connections
import Core
import Egress
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import TestSupport
import Testing

@Suite struct ConnectionsWireTests {
  @Test(arguments: StoreEngine.tested)
  func aConnectionIsMadeAuthorizedAndShownWithoutItsSecrets(engine: StoreEngine) async throws {
    try await ConnectionsHarness.run(engine) { harness in
      try await harness.enable()
      let made = try await harness.send(
        .post, "/rest/v1/connections", as: "write",
        ["connector": "fakeConnector-v1.0", "name": "Library", "subscriptionKey": "planted-subscription"])
      #expect(made.status == .created)
      #expect(made.json?["state"]?.stringValue == "incomplete")
      let path = try #require(made.headers[.location])
      let begun = try await harness.send(.post, path + "/authorize", as: "write")
      let url = try #require(begun.json?["url"]?.stringValue)
      let state = try #require(URLComponents(string: url)?.queryItems?.first { $0.name == "state" }?.value)
      let setCookie = try #require(begun.headers[.setCookie])
      #expect(setCookie.contains("HttpOnly; SameSite=Lax; Secure"))
      let callback = "/rest/v1/oauth2/callback?state=\(state)&code=planted-code"
      let elsewhere = try await harness.send(.get, callback, as: "write")
      #expect(elsewhere.status == .badRequest)
      #expect(elsewhere.text.contains("authorization_state_refused"))
      let cookie = String(setCookie.prefix { $0 != ";" })
      let back = try await harness.send(.get, callback, as: "write", cookie: cookie)
      #expect(back.status == .seeOther)
      #expect(back.headers[.location] == path.replacing("/rest/v1", with: "/app"))
      let replayed = try await harness.send(.get, callback, as: "write", cookie: cookie)
      #expect(replayed.status == .badRequest)
      let shown = try await harness.send(.get, path, as: "read")
      #expect(shown.json?["state"]?.stringValue == "healthy")
      #expect(shown.json?["storedSecrets"]?[0]?.stringValue == "header:ocp-apim-subscription-key")
      let history = try await harness.send(.get, path + "/history", as: "read")
      let answers = [made, begun, elsewhere, back, replayed, shown, history]
      #expect(!answers.contains { $0.text.contains("planted") })
    }
  }

  @Test func onlyAdministratorsReachIntegrations() async throws {
    try await ConnectionsHarness.run(.sqlite) { harness in
      for caller in ["read", "commenter", "write", "manager"] {
        for (method, path) in [
          (HTTPRequest.Method.get, ""), (.get, "/fake"), (.patch, "/fake"), (.post, "/fake/enable"),
          (.post, "/fake/disable"), (.get, "/fake/history"),
        ] {
          let answer = try await harness.send(method, "/rest/v1/integrations\(path)", as: caller, ["clientId": "x"])
          #expect(answer.status == .forbidden, "\(caller) \(method) \(path)")
        }
      }
      let nobody = try await harness.send(.get, "/rest/v1/integrations", as: nil)
      #expect(nobody.status == .unauthorized)
      try await harness.enable()
      let listed = try await harness.send(.get, "/rest/v1/integrations", as: "administrator")
      #expect(listed.json?["items"]?[0]?["state"]?.stringValue == "ready")
      #expect(listed.json?["items"]?[0]?["hasClientSecret"]?.boolValue == true)
      #expect(!listed.text.contains("planted"))
    }
  }

  @Test(arguments: [
    (JSONValue(["connector": "nothingConnector-v1.0", "name": "x"] as JSONObject), "unknown_connector"),
    (JSONValue(["connector": "fakeConnector-v1.0", "name": ""] as JSONObject), "invalid_connection"),
    (JSONValue(["connector": "fakeConnector-v1.0", "nam": "x"] as JSONObject), "unknown_member"),
    (JSONValue(["connector": "fakeConnector-v1.0", "name": "x", "grant": "magic"] as JSONObject), "invalid_member"),
  ])
  func aWrongFormIsRefusedWithItsField(body: JSONValue, code: String) async throws {
    try await ConnectionsHarness.run(.sqlite) { harness in
      let answer = try await harness.send(.post, "/rest/v1/connections", as: "write", body)
      #expect(answer.status == .badRequest)
      #expect(answer.headers[.contentType]?.hasPrefix("application/problem+json") == true)
      #expect(answer.json?["code"]?.stringValue == code)
    }
  }

  @Test func whoMayNotKnowOfItIsToldThereIsNone() async throws {
    try await ConnectionsHarness.run(.sqlite) { harness in
      let made = try await harness.send(
        .post, "/rest/v1/connections", as: "write", ["connector": "fakeConnector-v1.0", "name": "Library"])
      let path = try #require(made.headers[.location])
      for method in [HTTPRequest.Method.get, .patch, .delete] {
        let answer = try await harness.send(method, path, as: "outsider", [:])
        #expect(answer.status == .notFound)
      }
      let reader = try await harness.send(.delete, path, as: "read")
      #expect(reader.status == .forbidden)
      let deleted = try await harness.send(.delete, path, as: "write")
      #expect(deleted.status == .noContent)
    }
  }
}

extension JSONValue {
  fileprivate init(_ object: JSONObject) { self = .object(object) }
}
