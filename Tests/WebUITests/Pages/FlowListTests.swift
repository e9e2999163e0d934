import Core
import Flows
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import TestSupport
import Testing

@Suite struct FlowListTests {
  static let flow = """
    name: Nightly
    description: Does it every night
    trigger: {schedule: {cron: "0 3 * * *", timeZone: Europe/Berlin}}
    steps:
      - id: one
        action: weir/noop
        input: {}
    """

  private func made(_ browser: Browser, _ text: String = flow) async throws -> String {
    let form = ["definition": text, "publish": "true"]
    let saved = try await browser.post("/app/flows/new", from: "/app/flows/new", form)
    return String(try #require(saved.headers[.location]).prefix { $0 != "?" })
  }

  @Test(arguments: StoreEngine.tested)
  func aFlowIsRenamedSwitchedCopiedExportedAndDeletedFromTheList(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let address = try await made(browser)
      #expect(try await browser.get("/app/flows").html.contains("Schedule, off"))

      _ = try await browser.post(address + "/active", from: "/app/flows", ["active": "true", "from": "list"])
      let on = try await browser.get("/app/flows").html
      #expect(on.contains(#"aria-checked="true""#) && on.contains("<time datetime="))

      let renamed = try await browser.post(
        address + "/rename", from: "/app/flows", ["name": "Daily <b>", "description": "Now by day"])
      #expect(renamed.headers[.location] == "/app/flows?notice=saved")
      let list = try await browser.get("/app/flows").html
      #expect(list.contains("Daily &lt;b&gt;") && list.contains("version 2") && list.contains("Now by day"))

      let file = try await browser.get(address + "/export")
      #expect(file.headers[.contentDisposition] == "attachment; filename=\"daily--b-.yaml\"")
      #expect(file.html.contains("cron:") && file.html.contains("Now by day"))

      _ = try await browser.post(address + "/clone", from: "/app/flows")
      #expect(try await browser.get("/app/flows").html.contains("Daily &lt;b&gt; (copy)"))
      _ = try await browser.post(address + "/delete", from: "/app/flows")
      #expect(try await browser.get(address).status == .notFound)
      #expect(try await house.flows.list(as: house.administrator).items.count == 1)
    }
  }

  @Test func theLastRunsAreBarsWithWords() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let address = try await made(browser)
      #expect(try await browser.get("/app/flows").html.contains(">never<"))
      for _ in 0..<3 { _ = try await browser.post(address + "/run", from: "/app/flows") }
      let page = try await browser.get("/app/flows").html
      #expect(page.contains("The last 3 runs: 3 queued"))
      #expect(page.components(separatedBy: "h-4z").count == 4)
    }
  }

  @Test func whoMayOnlyReadSeesTheListWithoutActs() async throws {
    try await PagesHouse.open { house in
      let address = try await made(try await house.signIn())
      let reader = try await house.signIn(role: .read)
      let page = try await reader.get("/app/flows").html
      #expect(page.contains("Nightly") && page.contains("/export"))
      for act in ["rename", "clone", "delete", "active", "run"] {
        #expect(!page.contains("\(address)/\(act)\""), "\(act)")
        let answer = try await reader.post(address + "/" + act, from: "/app/flows", ["name": "x", "active": "true"])
        #expect(answer.status == .forbidden, "\(act)")
      }
    }
  }

  @Test func aFlowsFormHasAFieldOfTheRightKindForEachProperty() async throws {
    try await PagesHouse.open { house in
      let browser = try await house.signIn()
      let address = try await made(
        browser,
        """
        name: Asks
        input:
          type: object
          required: [size]
          properties:
            size: {type: string, title: Size, enum: [small, large], default: large}
            count: {type: integer, minimum: 1, maximum: 9}
            day: {type: string, format: date}
            options: {type: object}
            fast: {type: boolean, title: Fast}
        steps:
          - {id: one, action: weir/noop, input: {}}
        """)
      let page = try await browser.get(address + "/run").html
      for part in [
        #"<option value="large" selected>"#, #"type="number""#, #"min="1" max="9""#, #"type="date""#,
        #"<textarea id="input.options""#, #"type="checkbox" name="input.fast""#,
      ] {
        #expect(page.contains(part), "\(part)")
      }
      let refused = try await browser.post(address + "/run", from: address + "/run", ["input.count": "99"])
      #expect(refused.status == .badRequest)
      #expect(
        refused.html.components(separatedBy: #"class="problem""#).count == 2,
        "one field is wrong; the other has a default")
      #expect(try await browser.get("/app/flows").html.contains("data-dialog"))
    }
  }
}
