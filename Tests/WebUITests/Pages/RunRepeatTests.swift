import Core
import Flows
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Persistence
import TestSupport
import Testing

@Suite struct RunRepeatTests {
  /// A run that has ended, with one step that needed two attempts.
  private func endedRun(_ house: PagesHouse) async throws -> Run {
    let document = try FlowDocument.parse(
      "name: Works\nsteps:\n  - {id: one, action: weir/noop, input: {a: 1}}\n  - {id: two, set: {b: 2}}\n")
    let flow = try await house.flows.create(
      document, in: house.administrator.organizationTeam, as: house.administrator)
    let run = try await house.flows.run(flow.id, input: ["given": "before"], as: house.administrator)
    let (input, output): (JSONValue, JSONValue) = (["a": "<b>one</b>"], ["found": "needle"])
    let failure: JSONValue = ["code": "upstream", "message": "It was <closed>."]
    let exchange: JSONValue = [
      "request": ["method": "GET", "url": "https://shop.example/<x>"], "response": ["status": 503, "body": "closed"],
      "milliseconds": 12,
    ]
    try await house.store.write { session in
      try session.run(
        """
        update flow_run set state = 'succeeded', started_at = 1000, ended_at = 4000, ready_at = null,
          output = \(output) where id = \(run.id)
        """)
      try session.run(
        """
        insert into flow_step (run, path, step, kind, state, attempt, failures, place, revision, input, output,
          started_at, attempt_started_at, ended_at)
        values (\(run.id), 'one', 'one', 'action', 'succeeded', 2, 1, 1, 1, \(input), \(output), 1000, 2000, 3000)
        """)
      try session.run(
        """
        insert into flow_attempt (run, path, number, outcome, started_at, ended_at, failure)
        values (\(run.id), 'one', 1, 'failed', 1000, 1500, \(failure))
        """)
      try session.run(
        """
        insert into flow_exchange (run, path, attempt, place, exchange) values (\(run.id), 'one', 1, 0, \(exchange))
        """)
    }
    return run
  }

  /// What the repetitions of a run are given.
  private func repetitions(_ house: PagesHouse, of run: Run) async throws -> [JSONValue] {
    try await house.store.read { session in
      try session.rows("select trigger_data from flow_run where rerun_of = \(run.id) order by created_at, id")
        .map { try $0.json("trigger_data") }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunIsRepeatedInWholeWithTheOldInputOrAnotherOne(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let run = try await endedRun(house)
      let address = "/app/activity/\(run.id)"
      let same = try await browser.post(address + "/rerun", from: address)
      #expect(same.status == .seeOther)
      let first = try await repetitions(house, of: run)
      #expect(first == [["given": "before"]], "\(first) \(same.headers[.location] ?? "")")
      let form = try await browser.get(address + "/rerun").html
      #expect(form.contains("before"))
      let edited = ["with": "edited", "input": #"{"given": "after"}"#]
      let other = try await browser.post(address + "/rerun", from: address + "/rerun", edited)
      let new = try #require(other.headers[.location])
      #expect(try await repetitions(house, of: run).contains(["given": "after"]))
      #expect(try await browser.get(new).html.contains("repeats an earlier run"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunIsRepeatedFromAStepWithAnotherInput(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let run = try await endedRun(house)
      let address = "/app/activity/\(run.id)"
      #expect(try await browser.get(address).html.contains("rerun?step=one"))
      let form = try await browser.get(address + "/rerun?step=one").html
      #expect(form.contains("&lt;b&gt;one&lt;/b&gt;") && !form.contains("<b>one"))
      let broken = try await browser.post(
        address + "/rerun", from: address, ["step": "one", "with": "edited", "input": "{a: <1>"])
      #expect(broken.status == .badRequest)
      #expect(broken.html.contains("isn't JSON") || broken.html.contains("isn&#39;t JSON"))
      #expect(broken.html.contains("{a: &lt;1&gt;"))
      let nowhere = try await browser.post(
        address + "/rerun", from: address, ["step": "one", "with": "edited", "input": #"{"a": 5}"#])
      let new = try #require(nowhere.headers[.location]).split(separator: "/").last ?? ""
      let seeded = try await house.store.read {
        try $0.row("select input from flow_step where run = \(String(new)) and path = 'one'")?.json("input")
      }
      #expect(seeded == ["a": 5])
    }
  }

  @Test func whoMayNotRunAFlowIsNotOfferedToRepeatIt() async throws {
    try await PagesHouse.open { house in
      let run = try await endedRun(house)
      let reader = try await house.signIn(role: .read)
      let address = "/app/activity/\(run.id)"
      let answer = try await reader.post(address + "/rerun", from: "/app/flows")
      #expect(answer.status == .forbidden || answer.status == .notFound)
      #expect(try await !reader.get(address).html.contains("Run again"))
      #expect(try await reader.get(address + "/rerun").status != .ok)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aStepsPageShowsEveryAttemptAndWhatItSent(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let run = try await endedRun(house)
      let log = try await browser.get("/app/activity/\(run.id)").html
      #expect(log.contains("2 attempts, 1 HTTP exchange") && log.contains("It was &lt;closed&gt;."))
      let page = try await browser.get("/app/activity/\(run.id)/step?path=one").html
      #expect(page.contains("Attempt 1") && page.contains("Attempt 2"))
      #expect(page.contains("GET https://shop.example/&lt;x&gt;") && page.contains(">503<"))
      #expect(page.contains("tried again after 500ms") && page.contains("12 ms"))
      #expect(try await browser.get("/app/activity/\(run.id)/step?path=gone").status == .notFound)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aLogIsSearched(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let run = try await endedRun(house)
      let found = try await browser.get("/app/activity/\(run.id)/search?q=NEEDLE").html
      #expect(found.contains("<strong>one</strong>") && found.contains("1 step<"))
      #expect(try await browser.get("/app/activity/\(run.id)/search?q=straw").html.contains("Nothing here holds"))
      let all = try await browser.get("/app/activity?q=needle").html
      #expect(all.contains("Found in one") && all.contains("/search?q=needle"))
      #expect(try await browser.get("/app/activity?q=straw").html.contains("No run matches"))
    }
  }
}
