import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct PeopleWireTests {
  @Test(arguments: StoreEngine.tested)
  func theCurrentUserIsWhoCalls(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let user = try await api.send(.get, "/users/current", as: .write).json?["payload"]
      #expect(user?["userName"] == "write@example.org")
      #expect(user?["firstName"] == "Ada")
      #expect(user?["defaultGroup"] == "Contributors")
      #expect(user?["password"] == JSONValue.null)
      #expect(try await api.send(.get, "/users/None", as: .write).status == .badRequest)
      #expect(try await api.send(.get, "/groups/None", as: .write).status == .badRequest)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func permissionsFollowFromTheRole(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      func names(_ caller: Caller) async throws -> Set<String> {
        let payload = try await api.send(.get, "/users/current/permissions", as: caller).json?["payload"]
        return Set(payload?["permissions"]?.arrayValue?.compactMap(\.stringValue) ?? [])
      }
      let reader = try await names(.read)
      #expect(reader.contains("View") && !reader.contains("EditMetadata"))
      let writer = try await names(.write)
      #expect(writer.isSuperset(of: reader) && writer.contains("CreateAsset") && !writer.contains("ManageAttributes"))
      #expect(try await names(.manager).contains("ManageAttributes"))
      #expect(try await names(.administrator).contains("AdministerSystem"))
      #expect(try await names(.outsider).isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theHomeDocumentNamesWhatTheCallerMayUseAndSendsBrowsersToThePages(engine: StoreEngine) async throws {
    try await APIHarness.run(engine) { api in
      let home = try await api.send(.get, "/", as: .read).json?["payload"]?["functions"]
      #expect(home?["asset"]?["href"] == "/assets/{assetId}")
      #expect(home?["asset"]?["templated"] == true)
      #expect(home?["uploads"] == nil)
      #expect(try await api.send(.get, "/", as: .write).json?["payload"]?["functions"]?["uploads"] != nil)
      let browser = try await api.send(
        .get, "/", as: .anonymous, headers: [.accept: "text/html,application/xhtml+xml,*/*;q=0.8"])
      #expect(browser.status == .seeOther)
      #expect(browser.headers[.location] == "/app")
      #expect(try await api.send(.get, "/", as: .anonymous, headers: [.accept: "*/*"]).status == .unauthorized)
    }
  }

  @Test func aSubscriptionKeyIsAskedForWhereTheOperatorWantsOne() async throws {
    try await APIHarness.run(.sqlite, keys: [Secret("the-key")]) { api in
      let missing = try await api.send(.get, "/users/current")
      #expect(missing.status == .unauthorized)
      #expect(missing.json?["statusCode"] == 401)
      #expect(missing.json?["message"]?.stringValue?.hasPrefix("Access denied due to missing subscription key") == true)
      let wrong = try await api.send(.get, "/users/current", headers: [.subscriptionKey: "other"])
      #expect(wrong.json?["message"]?.stringValue?.hasPrefix("Access denied due to invalid subscription key") == true)
      #expect(try await api.send(.get, "/users/current", headers: [.subscriptionKey: "the-key"]).status == .ok)
    }
  }
}
