import Core
import Foundation
import Testing

@testable import Flows

/// Loops that are longer than what should be in memory.
@Suite struct LongLoopTests {
  private static let plain = """
    name: Long
    steps:
      - id: each
        forEach: "{{ .trigger }}"
        concurrency: 4
        onItemError: continue
        steps: [{id: work, action: test/work}]
    """

  private func numbers(_ count: Int) -> JSONValue { .array((0..<count).map { JSONValue($0) }) }

  /// Answers attempts until none is left, or `most` were.
  private func work(
    _ rehearsal: inout Rehearsal, _ orders: [String], most: Int = .max, fails: Set<String> = []
  ) -> [String] {
    var (orders, done) = (orders[...], 0)
    while done < most, let order = orders.popFirst() {
      done += 1
      let path = String(order.prefix { $0 != "#" })
      let attempt = Int(order.drop { $0 != "#" }.dropFirst()) ?? 1
      orders += rehearsal.send(
        fails.contains(path)
          ? .stepFailed(path: path, attempt: attempt, StepFailure(code: "no", message: "No."))
          : .stepFinished(path: path, attempt: attempt, output: .string(path)))
    }
    return Array(orders)
  }

  @Test func aLoopWithoutAttemptsIsCommittedInPieces() throws {
    var rehearsal = try Rehearsal(
      """
      name: Pieces
      steps: [{id: each, forEach: "{{ .trigger }}", steps: [{id: n, transform: {n: 1}}]}]
      """, trigger: numbers(2_000))
    var most = 0
    var orders = rehearsal.ordersUncommitted(for: .started)
    while orders.contains(.proceed) {
      most = max(most, rehearsal.machine.takeChanges().count)
      orders = rehearsal.ordersUncommitted(for: .proceed)
    }
    #expect((1...260).contains(most))
    #expect(rehearsal.machine.outcome == .succeeded(output: .array(Array(repeating: ["n": 1], count: 2_000))))
  }

  @Test func whatWasDoneIsNeitherDoneNorReadAgain() throws {
    var rehearsal = try Rehearsal(Self.plain, trigger: numbers(3_000))
    let left = work(&rehearsal, rehearsal.send(.started), most: 2_000)
    #expect(left.count == 4)
    rehearsal.restart()
    let again = rehearsal.send(.started)
    #expect(again.map { $0.prefix { $0 != "#" } } == left.map { $0.prefix { $0 != "#" } })
    #expect(rehearsal.rowsRead == 8)
    #expect(work(&rehearsal, again).isEmpty)
    let all = (0..<3_000).map { JSONValue.string("each[\($0)].work") }
    #expect(rehearsal.machine.outcome == .succeeded(output: .array(all)))
    #expect(rehearsal.journal["each[1999].work"]?.attempt == 1)
  }

  @Test func theFailedItemOfManyIsNamedAndDoneAgainAlone() throws {
    var rehearsal = try Rehearsal(Self.plain, trigger: numbers(10_500))
    let fails: Set = ["each[7].work", "each[9999].work"]
    #expect(work(&rehearsal, rehearsal.send(.started), fails: fails).isEmpty)
    guard case .succeeded(.array(let items)) = rehearsal.machine.outcome else {
      Issue.record("\(String(describing: rehearsal.machine.outcome))")
      return
    }
    #expect(items.count == 10_500)
    #expect(items[9_999]["error"]?["path"] == "each[9999].work")
    #expect(rehearsal.journal["each"]?.memo == ["items": 10_500, "failed": 2])
    let rows = rehearsal.journal.values.sorted { $0.path < $1.path }
    let seeds = try #require(RerunPlan.failedItems(of: rows, rehearsal.definition, at: rehearsal.now))
    var second = try Rehearsal(Self.plain, trigger: numbers(10_500))
    second.seed(seeds)
    let orders = second.send(.started)
    #expect(Set(orders) == ["each[7].work#1", "each[9999].work#1"])
    #expect(work(&second, orders).isEmpty)
    #expect(second.machine.outcome?.items == 10_500)
  }

  @Test func manyOpenRoundsAreTakenUpSomeAtATime() throws {
    var rehearsal = try Rehearsal(Self.plain, trigger: numbers(1_000))
    let fails = Set((0..<500).map { "each[\($0)].work" })
    #expect(work(&rehearsal, rehearsal.send(.started), fails: fails).isEmpty)
    let rows = rehearsal.journal.values.sorted { $0.path < $1.path }
    let seeds = try #require(RerunPlan.failedItems(of: rows, rehearsal.definition, at: rehearsal.now))
    var second = try Rehearsal(Self.plain, trigger: numbers(1_000))
    second.seed(seeds)
    let orders = second.send(.started)
    #expect(orders.count == 4)
    #expect(second.rowsRead == LoopState.mostRecalled)
    #expect(work(&second, orders).isEmpty)
    #expect(second.machine.outcome?.items == 1_000)
    #expect(second.machine.loops.isEmpty)
  }

  @Test func aCancelledRunBringsAllOpenRoundsToTheirEnd() throws {
    var rehearsal = try Rehearsal(Self.plain, trigger: numbers(400))
    let fails = Set((0..<300).map { "each[\($0)].work" })
    #expect(work(&rehearsal, rehearsal.send(.started), fails: fails).isEmpty)
    let rows = rehearsal.journal.values.sorted { $0.path < $1.path }
    var second = try Rehearsal(Self.plain, trigger: numbers(400))
    second.seed(try #require(RerunPlan.failedItems(of: rows, rehearsal.definition, at: rehearsal.now)))
    _ = second.orders(for: .started)
    _ = second.orders(for: .cancelRequested)
    for place in 0..<4 { _ = second.send(.stepFailed(path: "each[\(place)].work", attempt: 1, .cancelled)) }
    #expect(second.machine.outcome == .cancelled)
    #expect(second.journal.values.contains { !$0.state.isFinal } == false)
  }

  @Test func aLoopWhoseOutputIsBeingCollectedIsNotLeftUntilSomethingElseIsDue() throws {
    var rehearsal = try Rehearsal(
      """
      name: Beside
      steps:
        - id: both
          parallel:
            - {id: waits, steps: [{id: rest, wait: {for: 1h}}]}
            - id: loops
              steps:
                - {id: each, forEach: "{{ .trigger }}", steps: [{id: n, transform: {n: 1}}]}
      """, trigger: numbers(LoopState.mostResults + 1))
    var orders = rehearsal.ordersUncommitted(for: .started)
    while orders.contains(.proceed) {
      rehearsal.commit()
      orders = rehearsal.ordersUncommitted(for: .proceed)
    }
    #expect(orders.contains(.collect(path: "both.loops.each", count: LoopState.mostResults + 1)))
    #expect(rehearsal.machine.restsUntil == nil)
    _ = rehearsal.orders(
      for: .collected(path: "both.loops.each", .success(LoopOutput(value: "a file", failed: 0))))
    #expect(rehearsal.machine.restsUntil != nil)
  }

  @Test func pagesThatAreDoneWithAreNotReadAgain() throws {
    var rehearsal = try Rehearsal(
      """
      name: Pages
      steps:
        - id: each
          forEach: {action: test/list}
          concurrency: 2
          steps: [{id: work, action: test/work, input: {item: "{{ .item }}"}}]
      """)
    var orders = rehearsal.send(.started)[...]
    var page = 0
    for turn in 0..<200 {
      guard let order = orders.popFirst() else { break }
      let path = String(order.prefix { $0 != "#" })
      if path.contains("[page") {
        let items = (0..<10).map { JSONValue(page * 10 + $0) }
        page += 1
        orders += rehearsal.send(
          .stepFinished(path: path, attempt: 1, output: ["items": .array(items), "next": JSONValue(page)]))
      } else {
        orders += rehearsal.send(.stepFinished(path: path, attempt: 1, output: JSONValue(turn)))
      }
    }
    let open = orders.filter { !$0.contains("[page") }.map { $0.replacing("#1", with: "#2") }
    rehearsal.restart()
    let again = rehearsal.send(.started)
    #expect(again.filter { !$0.contains("[page") } == open)
    #expect(rehearsal.rowsRead <= 2 + 4)
    let first = try #require(open.first)
    let index = Int(first.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" })
    #expect(rehearsal.inputs[String(first.prefix { $0 != "#" })]?["item"]?.intValue == index.map(Int64.init))
  }
}

extension RunOutcome {
  /// How many items the output has.
  fileprivate var items: Int? {
    if case .succeeded(.array(let items)) = self { items.count } else { nil }
  }
}
