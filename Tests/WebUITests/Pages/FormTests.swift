import Core
import Flows
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Testing

@Suite struct FormTests {
  private static let script = "<script>alert(1)</script>"

  @Test func aFlowThatCantBePublishedIsKeptAsADraftAndSaysWhere() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let text = "# why\nname: \(Self.script)\nsteps:\n  - id: one\n    action: nowhere/nothing\n"
      let form = ["definition": text, "publish": "true"]
      let saved = try await browser.post("/app/flows/new", from: "/app/flows/new", form)
      let address = try #require(saved.headers[.location])
      #expect(address.hasSuffix("notice=not-published"))
      let answer = try await browser.get(address)
      #expect(answer.html.contains("Step one") && answer.html.contains("# why"))
      #expect(answer.html.contains("name: &lt;script&gt;"))
      #expect(!answer.html.contains(Self.script))
    }
  }

  @Test func aFlowThatCantBeReadKeepsItsText() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let form = ["definition": "name: [\(Self.script)"]
      let answer = try await browser.post("/app/flows/new", from: "/app/flows/new", form)
      #expect(answer.status == .badRequest)
      #expect(answer.html.contains("name: [&lt;script&gt;") && !answer.html.contains(Self.script))
      #expect(try await house.flows.list(as: house.administrator).items.isEmpty)
    }
  }

  @Test func aFlowsNameIsEscapedWhereverItStands() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let text =
        "name: \(Self.script)\ndescription: \(Self.script)\nsteps:\n  - id: one\n    action: weir/noop\n    input: {}\n"
      let form = ["definition": text, "publish": "true"]
      let saved = try await browser.post("/app/flows/new", from: "/app/flows/new", form)
      #expect(saved.status == .seeOther)
      let address = try #require(saved.headers[.location])
      for path in [address, "/app/flows"] {
        let page = try await browser.get(path)
        #expect(page.html.contains("&lt;script&gt;alert"), "\(path)")
        #expect(!page.html.contains(Self.script), "\(path)")
      }
    }
  }

  @Test func aFlowAsksForItsInputAndRunsWithIt() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let text = """
        name: Asks
        input:
          type: object
          required: [folder]
          properties:
            folder: {type: string, title: Folder}
            names: {type: array, items: {type: string}}
            count: {type: integer, default: 3}
        steps:
          - id: one
            action: weir/noop
            input: {}
        """
      let form = ["definition": text, "publish": "true"]
      let saved = try await browser.post("/app/flows/new", from: "/app/flows/new", form)
      let address = String(try #require(saved.headers[.location]).prefix { $0 != "?" })
      let page = try await browser.get(address)
      #expect(page.html.contains(#"name="input.folder" type="text" value="" required"#))
      #expect(page.html.contains(#"name="input.count" type="number" value="3""#))

      let refused = try await browser.post(
        address + "/run", from: address, ["input.count": "many", "input.names": "a"])
      #expect(refused.status == .badRequest)
      #expect(refused.html.contains(#"type="number" value="many""#))
      #expect(refused.html.contains("folder"))

      let run = try await browser.post(
        address + "/run", from: address, ["input.folder": "photos", "input.count": "2", "input.names": "a, b c"])
      #expect(run.status == .seeOther)
      let log = try await browser.get(try #require(run.headers[.location]))
      #expect(log.html.contains(#"<run-log events="/rest/v1/runs/"#))
      #expect(!log.html.contains("data-finished"))
    }
  }

  @Test func aConnectionThatCantBeMadeKeepsItsFormAndSaysWhatAtTheField() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let form = "/app/connections/new?connector=fakeConnector-v1.0"
      let fields = [
        "connector": "fakeConnector-v1.0", "name": "Ours \(Self.script)", "endpoint": "ftp://nowhere",
        "authentication": "oauth2", "grant": "authorization_code", "clientSecret": "planted-secret",
      ]
      let answer = try await browser.post("/app/connections/new", from: form, fields)
      #expect(answer.status == .badRequest)
      #expect(answer.html.contains(#"id="endpoint-problem""#))
      #expect(answer.html.contains(#"value="ftp://nowhere""#))
      #expect(answer.html.contains("Ours &lt;script&gt;"))
      #expect(!answer.html.contains(Self.script))
      #expect(!answer.html.contains("planted-secret"), "secrets are never sent back")
      #expect(answer.html.components(separatedBy: #"class="problem""#).count == 2, "one field is wrong, not all")
    }
  }

  @Test func aServiceWithoutItsApplicationIsOfferedApartUntilThereIsOne() async throws {
    try await PagesHouse.open { house in
      let administrator = try await house.signIn()
      let apart = "To be set up by an administrator first"
      let form = "/app/connections/new?connector=agreedConnector-v1.1"
      let before = try await administrator.get("/app/connections/new").html
      let heading = try #require(before.range(of: apart))
      #expect(before[..<heading.lowerBound].contains(">Fake</a>"), "a token of one's own is enough there")
      #expect(before[heading.upperBound...].contains(#"<a href="/app/integrations/agreed">Agreed</a>"#))
      #expect(before[heading.upperBound...].contains(form))
      #expect(!before.contains("agreedConnector-v1.0"), "new connections are of the newest version")

      let member = try await house.signIn(role: .manager)
      let asked = try await member.get("/app/connections/new").html
      #expect(asked.contains("Ask a site administrator") && !asked.contains("/app/integrations"))

      _ = try await administrator.post(
        "/app/integrations/agreed", from: "/app/integrations/agreed",
        ["clientID": "mine", "clientSecret": "planted-secret", "enabled": "true"])
      let after = try await member.get("/app/connections/new").html
      #expect(!after.contains(apart) && after.contains("<a href=\"\(form)\">Agreed</a>"))
    }
  }

  @Test func servicesAreFoundByTheirWords() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      for list in ["/app/connections/new", "/app/integrations"] {
        let found = try await browser.get(list + "?q=agr").html
        #expect(found.contains("Show all"), "\(list)")
        #expect(try await !browser.get(list).html.contains("Show all"), "\(list)")
        #expect(found.contains("Agreed") && !found.contains(">Fake<"), "\(list)")
        #expect(try await browser.get(list + "?q=nothing+of+the+kind").html.contains("No service fits"), "\(list)")
      }
    }
  }

  /// Whoever chooses another kind finds its fields; without scripts all of them are there.
  @Test func theConnectionFormHasTheFieldsOfEveryAuthentication() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let page = try await browser.get("/app/connections/new?connector=fakeConnector-v1.0")
      for name in [
        "clientID", "clientSecret", "authorizationURL", "tokenURL", "scopes", "token", "userName", "password",
      ] {
        #expect(page.html.contains("name=\"\(name)\""), "\(name)")
      }
      #expect(page.html.contains(#"<fieldset data-when="bearer">"#))
    }
  }

  @Test func anIntegrationThatCantBeSavedKeepsItsForm() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let answer = try await browser.post(
        "/app/integrations/fake", from: "/app/integrations/fake",
        ["clientID": "mine", "clientSecret": "planted-secret", "tokenURL": "nonsense", "enabled": "true"])
      #expect(answer.status == .badRequest)
      #expect(answer.html.contains(#"value="mine""#))
      #expect(answer.html.contains(#"value="nonsense""#))
      #expect(!answer.html.contains("planted-secret"))
      #expect(answer.html.contains("<strong>Fake</strong>"), "the guide is shown")
      #expect(answer.html.contains("<code>&lt;redirect&gt;</code>"))
    }
  }
}
