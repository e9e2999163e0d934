import Core
import Flows
import Foundation
import Identity
import Persistence
import TestSupport
import Testing

@Suite struct RunSearchTests {
  private let source = """
    name: Look
    steps:
      - {id: harbour, action: test/act, input: {city: "Žatec 100%", password: "hunter2hunter2"}}
      - id: each
        forEach: "{{ [range(5)] }}"
        steps: [{id: inner, action: test/act, input: {n: "{{ .item }}"}}]
      - {id: end, action: test/fail, input: {}}
    """

  private func fixture(_ store: any Store) throws -> FlowFixture {
    try FlowFixture(
      store: store,
      actions: [
        .test("act") { call in
          call.record(["request": ["method": "GET", "url": "https://x.test/?k=planted"], "response": ["status": 200]])
          return call.input
        },
        .test("fail") { (_) async throws(StepFailure) in
          throw StepFailure(code: "shop_closed", message: "The shop is closed, \"today\" only.")
        },
      ])
  }

  @Test(arguments: StoreEngine.tested)
  func aTextIsFoundInIdsInputsAndFailuresButNotInWhatIsMasked(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let run = try await fixture.finished(try await fixture.flow(source))
      let (runs, principal) = (fixture.runs, fixture.principal)
      for (text, path) in [
        ("HARBOUR", "harbour"), ("zatec", nil), ("žatec", "harbour"), ("100%", "harbour"), ("1000%", nil),
        ("closed, \"today", "end"), ("shop_closed", "end"), ("hunter2", nil), ("inner", "each[0].inner"),
      ] as [(String, String?)] {
        let found = try await runs.search(text, as: principal)
        #expect(found.first?.entry.path == path, "\(text)")
        #expect(found.allSatisfy { $0.run.id == run.id })
      }
      #expect(try await runs.search("harbour", as: fixture.principal(role: .read)).count == 1)
      let stranger = try FlowFixture(store: store)
      #expect(try await stranger.runs.search("harbour", as: stranger.principal).isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theLogIsReadInPagesAndParts(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let run = try await fixture.finished(try await fixture.flow(source))
      var paths: [String] = []
      var cursor: PageCursor?
      repeat {
        let page = try await fixture.runs.entries(of: run.id, after: cursor, limit: 4, as: fixture.principal)
        #expect(page.items.count <= 4)
        paths += page.items.map(\.path)
        cursor = page.next
      } while cursor != nil
      #expect(paths.count == 13 && Set(paths).count == 13)
      let top = try await fixture.runs.entries(of: run.id, LogFilter(parent: ""), as: fixture.principal).items
      #expect(top.map(\.path) == ["harbour", "each", "end"])
      let rounds = try await fixture.runs.entries(of: run.id, LogFilter(parent: "each"), as: fixture.principal).items
      #expect(rounds.map(\.path) == (0..<5).map { "each[\($0)]" })
      let failed = LogFilter(states: ["failed"])
      #expect(try await fixture.runs.entries(of: run.id, failed, as: fixture.principal).items.map(\.path) == ["end"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func eachTryTellsWhatItSentAndGot(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let run = try await fixture.finished(try await fixture.flow(source))
      let log = try await fixture.runs.log(of: run.id, as: fixture.principal)
      let first = try #require(log.entries.first)
      #expect(first.tries.count == 1 && first.tries[0].outcome == "succeeded" && first.tries[0].duration != nil)
      #expect(first.tries[0].exchanges.first?["response"]?["status"] == 200)
      #expect(first.tries[0].exchanges.first?["request"]?["url"] == "https://x.test/?k=•••")
      let last = try #require(log.entries.first { $0.path == "end" })
      #expect(last.tries[0].failure?.code == "shop_closed" && last.tries[0].exchanges.isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunIsGivenAsLinesAndAListAsATable(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let flow = try await fixture.flow(source)
      let run = try await fixture.finished(flow)
      let export = RunExport(fixture.runs)
      let lines = try await export.lines(
        of: run.id, as: fixture.principal, run: { ["run": JSONValue($0.id)] }, line: { ["path": .string($0.path)] }
      ).collect(upTo: 1 << 20)
      let values = try lines.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: Array($0)) }
      #expect(values.count == 14 && values[0]["run"] == JSONValue(run.id))
      let paths = values.dropFirst().compactMap { $0["path"]?.stringValue }
      #expect(paths.contains("each[4].inner"))
      let table = try await export.table(flow: flow.id, as: fixture.principal).collect(upTo: 1 << 20)
      let rows = String(decoding: table, as: UTF8.self).split(separator: "\r\n")
      #expect(rows.count == 2 && rows[0].hasPrefix("run,flow,version"))
      #expect(rows[1].hasPrefix("\(run.id),\(flow.id),1,"))
      #expect(rows[1].hasSuffix(",end,shop_closed,\"The shop is closed, \"\"today\"\" only.\""))
    }
  }
}
