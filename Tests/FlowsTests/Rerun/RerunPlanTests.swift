import Core
import Foundation
import Testing

@testable import Flows

/// Which steps of a run are done again.
@Suite struct RerunPlanTests {
  private let broken = StepFailure(code: "broken", message: "Broken.")
  private let yaml = """
    name: Items
    steps:
      - {id: list, action: test/x}
      - id: each
        forEach: [1, 2, 3]
        onItemError: continue
        steps: [{id: read, action: test/x}, {id: put, action: test/x}]
      - {id: last, action: test/x, input: {all: "{{ .steps.each }}"}}
    """

  /// A run in which the second item failed when it was put.
  private func ended() throws -> Rehearsal {
    var rehearsal = try Rehearsal(yaml)
    var orders = rehearsal.send(.started)
    while let order = orders.first {
      let path = String(order.dropLast(2))
      orders = rehearsal.send(
        path == "each[1].put"
          ? .stepFailed(path: path, attempt: 1, broken) : .stepFinished(path: path, attempt: 1, output: .string(path)))
    }
    #expect(rehearsal.machine.outcome != nil)
    return rehearsal
  }

  private func again(_ seeds: [StepRecord]) throws -> (rehearsal: Rehearsal, done: [String]) {
    var rehearsal = try Rehearsal(yaml)
    rehearsal.seed(seeds)
    var done: [String] = []
    var orders = rehearsal.orders(for: .started)
    while let order = orders.first {
      switch order {
      case .perform(let work):
        done.append(work.path)
        orders = rehearsal.orders(
          for: .stepFinished(path: work.path, attempt: work.attempt, output: .string(work.path)))
      case .wake(let path, _): orders = rehearsal.orders(for: .timerFired(path: path))
      default: orders = []
      }
    }
    return (rehearsal, done)
  }

  private func rows(_ rehearsal: Rehearsal) -> [StepRecord] {
    rehearsal.journal.values.sorted { $0.path < $1.path }
  }

  @Test func onlyTheFailedItemAndWhatComesAfterItsLoopIsDone() throws {
    let old = try ended()
    let seeds = try #require(RerunPlan.failedItems(of: rows(old), old.definition, at: old.now))
    let (rehearsal, done) = try again(seeds)
    #expect(done == ["each[1].put", "last"])
    #expect(rehearsal.inputs["last"] == ["all": ["each[0].put", "each[1].put", "each[2].put"]])
  }

  @Test func aRunIsRepeatedFromAStepAtTheTop() throws {
    let old = try ended()
    let seeds = try #require(try RerunPlan.from("last", input: nil, of: rows(old), old.definition, at: old.now))
    #expect(try again(seeds).done == ["last"])
  }

  @Test func aRunIsRepeatedFromAStepOfOneItem() throws {
    let old = try ended()
    let seeds = try #require(
      try RerunPlan.from("each[2].put", input: nil, of: rows(old), old.definition, at: old.now))
    #expect(try again(seeds).done == ["each[2].put", "last"])
  }

  @Test func aStepIsRepeatedWithAnEditedInput() throws {
    let old = try ended()
    let seeds = try #require(
      try RerunPlan.from("each[1].put", input: ["name": "other"], of: rows(old), old.definition, at: old.now))
    let (rehearsal, done) = try again(seeds)
    #expect(done == ["each[1].put", "last"])
    #expect(rehearsal.inputs["each[1].put"] == ["name": "other"])
  }

  @Test func aStepThatIsNotThereIsNamed() throws {
    let old = try ended()
    #expect(try RerunPlan.from("nothing", input: nil, of: rows(old), old.definition, at: old.now) == nil)
    #expect(throws: FlowError.self) {
      var rehearsal = try Rehearsal("{name: Set, steps: [{id: a, set: {x: 1}}]}")
      _ = rehearsal.send(.started)
      _ = try RerunPlan.from("a", input: 1, of: rows(rehearsal), rehearsal.definition, at: rehearsal.now)
    }
  }
}
