import Core
import Flows
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import TestSupport
import Testing

@Suite struct PageWalkTests {
  /// Every page that needs nothing to exist.
  static let paths = [
    "/app/library", "/app/collections", "/app/flows", "/app/flows/new", "/app/activity",
    "/app/activity?state=paused&trigger=webhook&from=2026-01-01&until=2026-12-31", "/app/webhooks",
    "/app/webhooks?outcome=refused", "/app/approvals", "/app/connections",
    "/app/connections/new", "/app/connections/new?connector=fakeConnector-v1.0", "/app/integrations",
    "/app/connection-notices", "/app/audit", "/app/audit?action=connection.used&person=nobody&from=2026-01-01",
    "/app/integrations/fake", "/app/connectors", "/app/connectors?q=asset&can=upload&sign-in=oauth2&tried=none",
    "/app/connectors?q=nothing-of-the-kind", "/app/connectors/bynderConnector-v1.0",
    "/app/connectors/shopifyConnector-v1.0?q=upload", "/app/connectors/mediavaletConnector-v1.0",
  ]

  @Test(arguments: StoreEngine.tested)
  func everyPageIsWholeForAnAdministrator(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      for path in Self.paths {
        let page = try await browser.get(path)
        #expect(page.status == .ok, "\(path)")
        #expect(page.html.hasPrefix("<!doctype html>"), "\(path)")
        #expect(page.html.contains("</html>"), "\(path)")
        #expect(page.html.components(separatedBy: "<h1>").count == 2, "\(path) has one heading")
        #expect(!page.html.contains("Optional("), "\(path)")
        #expect(!page.html.contains("{{#") && !page.html.contains("{{/"), "\(path)")
      }
    }
  }

  /// What each role may open, page by page.
  @Test(arguments: [
    (TeamRole?.none, ["/app/connections/new", "/app/flows/new", "/app/integrations", "/app/library"]),
    (.read, ["/app/connections/new", "/app/flows/new", "/app/integrations"]),
    (.commenter, ["/app/connections/new", "/app/flows/new", "/app/integrations"]),
    (.write, ["/app/integrations"]), (.manager, ["/app/integrations"]),
  ])
  func aRoleOpensNoMoreThanItMay(role: TeamRole?, closed: [String]) async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn(role: role)
      for path in closed {
        let page = try await browser.get(path)
        #expect(page.status == .forbidden, "\(path)")
        #expect(page.html.contains("<h1>Not allowed</h1>"), "\(path)")
      }
      let open = try await browser.get("/app/collections")
      #expect(open.html.contains("Ann &lt;b&gt;Other&lt;/b&gt;") || open.status == .forbidden)
      #expect(!open.html.contains("/app/integrations"), "the rail leads where it may not go")
    }
  }

  @Test func whatIsMissingIsAPage() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      for path in ["/app/library/", "/app/flows/", "/app/activity/", "/app/connections/"] {
        let page = try await browser.get(path + "00000000-0000-0000-0000-000000000000")
        #expect(page.status == .notFound, "\(path)")
        #expect(page.html.contains("<h1>Not found</h1>"), "\(path)")
      }
    }
  }

  @Test func formsOfOtherSitesAreRefused() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let other = try await house.signIn(role: .manager)
      let foreign = try #require(try await other.get("/app/flows/new").csrf)
      for token in ["", "forged", foreign] {
        for path in ["/app/flows/new", "/app/integrations/fake", "/app/connections/new"] {
          let answer = try await browser.post(path, ["csrf": token, "definition": "name: x", "connector": "x"])
          #expect(answer.status == .forbidden, "\(path) with \(token)")
        }
      }
      #expect(try await house.flows.list(as: house.administrator).items.isEmpty)
    }
  }

  @Test func filesAreKeptForEverUnderTheirDigest() async throws {
    try await PagesHouse.open { house in
      let page = try await house.client.execute(uri: "/app/sign-in", method: .get)
      let address = try #require(page.html.firstMatch(of: #/href="([^"]+weir\.css[^"]*)"/#)).1
      let file = try await house.client.execute(uri: String(address), method: .get)
      #expect(file.status == .ok)
      #expect(file.headers[.contentType] == "text/css; charset=utf-8")
      #expect(file.headers[.cacheControl]?.contains("immutable") == true)
      #expect(
        try await house.client.execute(uri: "/app/files/templates/flow.mustache", method: .get).status == .notFound)
    }
  }
}
