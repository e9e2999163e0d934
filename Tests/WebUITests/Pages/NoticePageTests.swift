import Connections
import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import Persistence
import TestSupport
import Testing

@Suite struct NoticePageTests {
  private static let path = "/app/connection-notices"

  private static func connection(_ house: PagesHouse) async throws -> Connection {
    var form = ConnectionForm(name: "Drive <main>")
    form.authentication = .bearer
    form.token = Secret("planted-token")
    return try await house.connections.create(
      in: house.administrator.organizationTeam, connector: "fakeConnector-v1.0", form, as: house.administrator)
  }

  @Test(arguments: StoreEngine.tested)
  func somebodyIsAddedChangedTriedAndRemoved(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let connection = try await Self.connection(house)
      let browser = try await house.signIn()
      let team = house.administrator.organizationTeam
      #expect(try await browser.get(Self.path).html.contains("Nobody is told yet"))
      let wrong = try await browser.post(
        Self.path, from: Self.path, ["about": "team/\(team)", "kind": "email", "address": "nobody", "window": "900"])
      #expect(wrong.status == .badRequest)
      #expect(wrong.html.contains("Nothing is named that is to be told") && wrong.html.contains("value=\"nobody\""))
      let added = try await browser.post(
        Self.path,
        raw: "about=team%2F\(team)&kind=email&address=anna%40example.com&window=0&event=dead&event=recovered",
        from: Self.path)
      #expect(added.status == .seeOther)
      let hook = try await browser.post(
        Self.path,
        raw: "about=connection%2F\(connection.id)&kind=webhook&address=https%3A%2F%2Fhooks.example%2Fplanted&window=900"
          + "&event=failing",
        from: Self.path)
      #expect(hook.status == .ok && hook.html.contains("whsec_"))
      #expect(!hook.html.contains("hooks.example/planted"))
      let list = try await browser.get(Self.path).html
      #expect(list.contains("anna@example.com") && list.contains("Drive &lt;main&gt;") && !list.contains("whsec_"))
      let ids = list.matches(of: #/connection-notices\/([0-9a-f-]{36})\/test/#).map { String($0.1) }
      #expect(ids.count == 2)
      // Anna's takes it; the webhook's receiver is gone.
      let tried = try await browser.post("\(Self.path)/\(ids[0])/test", from: Self.path)
      #expect(tried.headers[.location]?.hasSuffix("notice=told") == true)
      let refused = try await browser.post("\(Self.path)/\(ids[1])/test", from: Self.path)
      #expect(refused.html.contains("answered with status 410"))
      let changed = try await browser.post(
        "\(Self.path)/\(ids[1])", raw: "event=connected&event=dead&window=3600&address=&newSecret=true", from: Self.path
      )
      #expect(changed.html.contains("whsec_") && changed.html.contains("at most every hour"))
      for id in ids { _ = try await browser.post("\(Self.path)/\(id)/delete", from: Self.path) }
      #expect(try await browser.get(Self.path).html.contains("Nobody is told yet"))
      let log = try await browser.get("/app/audit?action=connection_notice.").html
      #expect(log.contains("had anna@example.com told of it") && log.contains("changed what hooks.example is told"))
    }
  }

  @Test func whoMayOnlySeeSeesAndChangesNothing() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let team = house.administrator.organizationTeam
      _ = try await browser.post(
        Self.path, raw: "about=team%2F\(team)&kind=email&address=anna%40example.com&window=0&event=dead",
        from: Self.path)
      let id = try #require(
        try await browser.get(Self.path).html.firstMatch(of: #/connection-notices\/([0-9a-f-]{36})\/test/#)
      ).1
      let reader = try await house.signIn(role: .read)
      let page = try await reader.get(Self.path).html
      #expect(page.contains("anna@example.com") && !page.contains("Tell somebody") && !page.contains("/delete"))
      for act in ["", "/test", "/delete"] {
        let answer = try await reader.post(
          "\(Self.path)/\(id)\(act)", from: Self.path, ["event": "dead", "window": "0"])
        #expect(answer.status == .forbidden, "\(act)")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theLogSaysWhoUsedWhatAndAConnectionItsEvents(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let connection = try await Self.connection(house)
      let team = house.administrator.organizationTeam
      let source = UUID().uuidString.lowercased()
      for use in [
        ConnectionUse.source(source), .person(house.administrator.person.description), .flow("gone", run: "run-1"),
      ] {
        _ = try await house.connections.access.authorization(for: connection.id, use: use)
      }
      try await house.connections.noteUses()
      try await house.store.write { session in
        for (kind, state) in [("dead", "needs_reconnect"), ("refreshed", "healthy")] {
          try session.run(
            """
            insert into connection_event (connection, team, name, connector, kind, at, state, reason)
            values (\(connection.id), \(team), 'Drive', 'x', \(kind), 1000, \(state), 'it says <no>')
            """)
        }
      }
      let browser = try await house.signIn()
      let log = try await browser.get("/app/audit").html
      #expect(log.contains("The source that is gone") && log.contains("The flow that is gone"))
      #expect(log.contains("Drive &lt;main&gt;") && log.contains("/app/activity/run-1"))
      let bySource = try await browser.get("/app/audit?source=\(source)").html
      #expect(bySource.contains("The source that is gone") && !bySource.contains("The flow that is gone"))
      #expect(bySource.contains("/rest/v1/audit/export?format=csv&amp;source=\(source)"))
      let byPerson = try await browser.get("/app/audit?person=admin&action=connection.used").html
      #expect(byPerson.contains("used it once") && !byPerson.contains("is gone"))
      let nobody = try await browser.get("/app/audit?person=nobody").html
      #expect(nobody.contains("There is nobody named") && !nobody.contains("format=csv"))
      let page = try await browser.get("/app/connections/\(connection.id)").html
      #expect(page.contains("Has to be connected again") && page.contains("/app/audit?connection=\(connection.id)"))
      let events = try await browser.get("/app/connections/\(connection.id)/events?kind=dead").html
      #expect(events.contains("It says &lt;no&gt;") && !events.contains("state \">Token renewed"))
      let writer = try await house.signIn(role: .write)
      #expect(try await !writer.get("/app/connections/\(connection.id)").html.contains("/app/audit"))
      #expect(try await writer.get("/app/audit").html.contains("Nothing has happened yet"))
    }
  }
}
