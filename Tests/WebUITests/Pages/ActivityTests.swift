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

@Suite struct ActivityTests {
  private func run(_ house: PagesHouse, steps: String = "  - {id: one, action: weir/noop, input: {}}") async throws
    -> Run
  {
    let document = try FlowDocument.parse("name: Works\nsteps:\n" + steps)
    let flow = try await house.flows.create(
      document, in: house.administrator.organizationTeam, as: house.administrator)
    return try await house.flows.run(flow.id, as: house.administrator)
  }

  /// Rows as a worker would have written them.
  private func note(
    _ house: PagesHouse, _ run: Run, _ path: String, step: String = "", kind: String = "action",
    state: String = "succeeded", input: JSONValue = .null, failure: JSONValue? = nil, place: Int = 1
  ) async throws {
    let ended: Int64? = state == "succeeded" || state == "failed" ? 2000 : nil
    let wakes: Int64? = state == "waiting" ? 4_000_000_000_000 : nil
    try await house.store.write { session in
      try session.run(
        """
        insert into flow_step (run, path, step, kind, state, attempt, failures, place, revision, input, failure,
          wakes_at, started_at, attempt_started_at, ended_at)
        values (\(run.id), \(path), \(step), \(kind), \(state), 1, 0, \(place), \(place), \(input),
          \(failure.sqlValue), \(wakes.sqlValue), 1000, 1000, \(ended.sqlValue))
        """)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func runsAreFoundByFlowStateTriggerAndDay(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let run = try await run(house)
      let day = String(Timestamp.format(run.createdAt).prefix(10))
      let shown = "/app/activity/\(run.id)\""
      for query in ["", "?flow=\(run.flow)", "?state=queued", "?trigger=manual", "?from=\(day)&until=\(day)"] {
        #expect(try await browser.get("/app/activity" + query).html.contains(shown), "\(query)")
      }
      for query in [
        "?flow=\(UUID())", "?state=failed", "?state=paused", "?trigger=webhook", "?from=2100-01-01",
        "?until=1999-01-01",
      ] {
        let page = try await browser.get("/app/activity" + query).html
        #expect(!page.contains(shown) && page.contains("No run matches"), "\(query)")
      }
      #expect(try await !browser.get("/app/activity/rows").html.contains("<html"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunIsPausedResumedAndStopped(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let address = "/app/activity/\(try await run(house).id)"
      _ = try await browser.post(address + "/pause", from: address)
      #expect(try await browser.get(address).html.contains(">Paused<"))
      #expect(try await browser.get("/app/activity?state=paused").html.contains(address))
      #expect(try await !browser.get("/app/activity?state=queued").html.contains(address))
      _ = try await browser.post(address + "/resume", from: address)
      #expect(try await browser.get(address).html.contains(">Queued<"))
      let stopped = try await browser.post(address + "/cancel", from: address, ["from": "list"])
      #expect(stopped.headers[.location] == "/app/activity?notice=stopping")
      #expect(try await browser.get(address).html.contains(">Stopping<"))
      let reader = try await house.signIn(role: .read)
      for act in ["pause", "resume", "cancel"] {
        #expect(try await reader.post(address + "/" + act, from: "/app/activity").status == .forbidden, "\(act)")
      }
    }
  }

  /// Ten thousand items would be no page: the first ones and those that failed are shown, the rest is counted.
  @Test(arguments: StoreEngine.tested)
  func aLongLoopIsFoldedAndItsItemsHavePages(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      let run = try await run(
        house,
        steps: "  - id: each\n    forEach: \"{{ [1] }}\"\n    steps:\n      - {id: one, action: weir/noop, input: {}}")
      try await note(house, run, "each", step: "each", kind: "forEach", state: "running")
      for item in 0..<150 {
        let failure: JSONValue? = item == 140 ? ["code": "broken", "message": "Item 141 is broken."] : nil
        try await note(
          house, run, "each[\(item)]", kind: "item", state: failure == nil ? "succeeded" : "failed", failure: failure,
          place: item + 2)
      }
      let page = try await browser.get("/app/activity/\(run.id)").html
      #expect(page.contains("Item 60<") && !page.contains("Item 61<"))
      #expect(page.contains("Item 141 is broken."))
      #expect(page.contains("89 more items"))
      #expect(page.contains("150 of 150"))
      let items = try await browser.get("/app/activity/\(run.id)/items?loop=each&first=60").html
      #expect(items.contains("Items 61 to 120 of 150"))
      #expect(items.contains("Item 61<") && items.contains("Item 120<") && !items.contains("Item 121<"))
      #expect(items.contains("first=120") && items.contains("first=0"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aQuestionIsAnsweredOnceWithAReason(engine: StoreEngine) async throws {
    try await PagesHouse.open(engine) { house in
      let browser = try await house.signIn()
      #expect(try await browser.get("/app/approvals").html.contains("Nothing waits for you"))
      let run = try await run(house)
      try await note(
        house, run, "ask", step: "ask", kind: "wait", state: "waiting",
        input: ["approval": ["title": "Publish <b>?", "message": "Twelve pictures"]])
      let page = try await browser.get("/app/approvals").html
      #expect(page.contains("Publish &lt;b&gt;?") && page.contains("Twelve pictures"))
      #expect(try await browser.get("/app/activity").html.contains(#"<span class="count">1</span>"#))
      let answer = ["step": "ask", "decision": "reject", "reason": "Too dark"]
      let done = try await browser.post("/app/approvals/\(run.id)", from: "/app/approvals", answer)
      #expect(done.headers[.location] == "/app/approvals?notice=rejected")
      let again = try await browser.post("/app/approvals/\(run.id)", from: "/app/approvals", answer)
      #expect(again.status.code >= 400 && again.html.contains("Nothing waits for you"))
      let kept = try await house.store.read {
        try $0.row("select payload from flow_signal where run = \(run.id)")?.json("payload")
      }
      #expect(kept?["approved"] == false && kept?["reason"] == "Too dark" && kept?["by"] == "admin")
    }
  }

  @Test func questionsAreForThoseWhoMayRunFlows() async throws {
    try await PagesHouse.open { house in
      let run = try await run(house)
      try await note(
        house, run, "ask", step: "ask", kind: "wait", state: "waiting", input: ["approval": ["title": "Go?"]])
      let reader = try await house.signIn(role: .commenter)
      #expect(try await reader.get("/app/approvals").html.contains("Nothing waits for you"))
      let answer = try await reader.post(
        "/app/approvals/\(run.id)", from: "/app/approvals", ["step": "ask", "decision": "approve"])
      #expect(answer.status == .notFound || answer.status == .forbidden)
    }
  }
}
