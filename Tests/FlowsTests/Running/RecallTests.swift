import Core
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Flows

/// What the journal says of runs that another process began.
@Suite struct RecallTests {
  @Test(arguments: [0, 1, 2, 3, 7, 8, 1_000, 123_456])
  func whatIsThereInOrderIsCountedByAFewLooks(count: Int) {
    var looks = 0
    let found = RecallStore.count { number in
      looks += 1
      return number < count
    }
    #expect(found == count)
    #expect(looks < 40)
  }

  @Test(arguments: StoreEngine.tested)
  func howFarALoopIsIsKnownWithoutItsFinishedRounds(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let run = try await begin(
        store,
        rows: (0..<700).map { round("each[\($0)]", isOpen: [3, 698, 699].contains($0)) } + [
          round("each[3].inner[0]", isOpen: true), round("eaches[0]", isOpen: true),
          StepRecord(path: "each[3].work", stepID: "work", kind: "action", input: ["n": 3], startedAt: Date()),
          page("each[page0]", from: 0), page("each[page1]", from: 400), page("each[page2]", from: 650),
          page("each[page3]", from: 700), page("each[page4]", from: 720),
        ])
      let (begun, open, pages, rows) = try await store.read { session in
        let recall = RecallStore(session: session, run: run)
        return (
          try recall.begun("each"), try recall.openRounds(of: "each"), try recall.pages(of: "each", from: 690),
          try recall.records(at: ["each[3]", "each[3].work", "each[3].none"])
        )
      }
      #expect(begun == 700)
      #expect(open == [3, 698, 699])
      #expect(pages.map(\.path) == ["each[page2]", "each[page3]", "each[page4]"])
      #expect(Set(rows.map(\.path)) == ["each[3]", "each[3].work"])
      #expect(rows.first { $0.kind == "action" }?.input == ["n": 3])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theOutputOfALongLoopIsReadFromItsRounds(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("odd") { (call) async throws(StepFailure) in
            let place = call.input["place"]?.intValue ?? 0
            if place == 777 { throw StepFailure(code: "odd", message: "Seven.") }
            return .int(place)
          }
        ])
      let flow = try await fixture.flow(
        """
        name: Long
        steps:
          - id: each
            forEach: "{{ [range(1200)] }}"
            concurrency: 50
            onItemError: continue
            steps: [{id: work, action: test/odd, input: {place: "{{ .index }}"}}]
            output: {of: "{{ .steps.work }}", text: "\(String(repeating: "x", count: 400))"}
        """)
      let run = try await fixture.finished(flow)
      guard case .succeeded(_, .array(let items)) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(items.count == 1_200)
      #expect(items.enumerated().allSatisfy { $0 == 777 || $1["of"]?.intValue == Int64($0) })
      #expect(items[777]["error"]?["code"] == "odd")
      #expect(items[777]["error"]?["path"] == "each[777].work")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func moreThanTenThousandItemsPutOutAFile(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let lines = Counter()
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow(
        """
        name: Longer
        steps:
          - {id: each, forEach: "{{ [range(10001)] }}", steps: [{id: n, transform: {n: 1}}]}
        """)
      let writer = LineWriter { name, _, bytes in
        let text = String(decoding: try await bytes.collect(upTo: 1 << 20), as: UTF8.self)
        for line in text.split(separator: "\n") { lines.next(String(line)) }
        return ["$file": ["name": .string(name)]]
      }
      let run = try await fixture.finished(flow, lineWriter: writer)
      #expect(run.state.output == ["$file": ["name": "each.jsonl"]])
      #expect(lines.all == ["{\"n\":1}": 10_001])
    }
  }

  private func round(_ path: String, isOpen: Bool) -> StepRecord {
    StepRecord(
      path: path, stepID: "", kind: "item", state: isOpen ? .running : .succeeded(output: 1), input: 0,
      startedAt: Date())
  }

  private func page(_ path: String, from place: Int) -> StepRecord {
    StepRecord(
      path: path, stepID: "", kind: "page", state: .succeeded(output: ["items": []]), input: [:],
      memo: ["from": JSONValue(place)], startedAt: Date())
  }

  private func begin(_ store: any Store, rows: [StepRecord]) async throws -> RunID {
    let fixture = try FlowFixture(store: store)
    let flow = try await fixture.flow("{name: One, steps: [{id: a, action: weir/noop}]}")
    let run = try await fixture.flows.run(flow.id, as: fixture.principal).id
    try await store.write { session in
      try StepStore(session: session).write([
        RunCommit(
          lease: Lease(run: run, fencing: 0), revision: 1, rows: rows.map { RunCommit.Row(record: $0, isNew: true) })
      ])
    }
    return run
  }
}

extension RunState {
  fileprivate var output: JSONValue? {
    if case .succeeded(_, let output) = self { output } else { nil }
  }
}
