import Core
import Foundation
import Testing

@testable import Flows

/// What the machine decides, event by event.
@Suite struct RunMachineTests {
  private let now = Date(milliseconds: 1_767_225_600_000)

  @Test func stepsAreDoneOneAfterTheOther() throws {
    var rehearsal = try Rehearsal(
      """
      name: Two
      steps:
        - {id: a, action: test/a, input: {n: 1}}
        - {id: b, action: test/b, input: {got: "{{ .steps.a.n }}"}}
      """)
    #expect(rehearsal.send(.started) == ["a#1"])
    #expect(rehearsal.send(.stepFinished(path: "a", attempt: 1, output: ["n": 7])) == ["b#1"])
    #expect(rehearsal.inputs["b"] == ["got": 7])
    #expect(rehearsal.send(.stepFinished(path: "b", attempt: 1, output: "done")) == [])
    #expect(rehearsal.machine.outcome == .succeeded(output: "done"))
  }

  @Test func aLoopKeepsItsLimitAndTheOrderOfItsOutput() throws {
    var rehearsal = try Rehearsal(
      """
      name: Loop
      steps:
        - id: each
          forEach: [10, 20, 30]
          concurrency: 2
          steps:
            - {id: work, action: test/work, input: {item: "{{ .item }}", place: "{{ .index }}"}}
      """)
    #expect(rehearsal.send(.started) == ["each[0].work#1", "each[1].work#1"])
    #expect(rehearsal.inputs["each[1].work"] == ["item": 20, "place": 1])
    #expect(rehearsal.send(.stepFinished(path: "each[1].work", attempt: 1, output: "b")) == ["each[2].work#1"])
    #expect(rehearsal.send(.stepFinished(path: "each[2].work", attempt: 1, output: "c")) == [])
    #expect(rehearsal.send(.stepFinished(path: "each[0].work", attempt: 1, output: "a")) == [])
    #expect(rehearsal.machine.outcome == .succeeded(output: ["a", "b", "c"]))
  }

  @Test func aLoopOverNothingGivesAnEmptyList() throws {
    var rehearsal = try Rehearsal(
      """
      name: Nothing
      steps:
        - {id: each, forEach: [], steps: [{id: work, action: test/work}]}
      """)
    #expect(rehearsal.send(.started) == [])
    #expect(rehearsal.machine.outcome == .succeeded(output: []))
  }

  @Test(arguments: [(5, "big"), (2, "middle"), (0, "small")])
  func aChoiceTakesTheFirstBranchThatHolds(size: Int64, expected: String) throws {
    var rehearsal = try Rehearsal(
      """
      name: Choice
      steps:
        - id: which
          if: "{{ .trigger.isBig }}"
          then: [{id: big, set: {size: big}}]
          elseIf:
            - {if: "{{ .trigger.isMiddle }}", then: [{id: middle, set: {size: middle}}]}
          else: [{id: small, set: {size: small}}]
        - {id: last, action: test/last, input: {size: "{{ .vars.size }}"}}
      """, trigger: ["isBig": .bool(size > 3), "isMiddle": .bool(size > 1)])
    #expect(rehearsal.send(.started) == ["last#1"])
    #expect(rehearsal.inputs["last"] == ["size": .string(expected)])
  }

  @Test func variablesSetInALoopStayWithTheirItem() throws {
    var rehearsal = try Rehearsal(
      """
      name: Variables
      vars: {x: outside}
      steps:
        - id: each
          forEach: [1]
          as: number
          steps:
            - {id: put, set: {x: inside}}
            - {id: look, action: test/look, input: {x: "{{ .vars.x }}", number: "{{ .vars.number }}"}}
        - {id: after, action: test/after, input: {x: "{{ .vars.x }}"}}
      """)
    _ = rehearsal.send(.started)
    #expect(rehearsal.inputs["each[0].look"] == ["x": "inside", "number": 1])
    _ = rehearsal.send(.stepFinished(path: "each[0].look", attempt: 1, output: .null))
    #expect(rehearsal.inputs["after"] == ["x": "outside"])
  }

  @Test func aFailureThatMayPassIsTriedAgainAfterAPause() throws {
    var rehearsal = try Rehearsal(
      """
      name: Retry
      steps:
        - {id: a, action: test/a, retry: {maxAttempts: 2, backoff: 10s}}
      """)
    _ = rehearsal.send(.started)
    let busy = StepFailure(code: "busy", message: "Busy.", retry: .backOff)
    _ = rehearsal.send(.stepFailed(path: "a", attempt: 1, busy))
    let wakesAt = try #require(rehearsal.machine.restsUntil)
    #expect((8.0...12.0).contains(wakesAt.timeIntervalSince(now)))
    #expect(rehearsal.send(.timerFired(path: "a")) == ["a#2"])
    _ = rehearsal.send(.stepFailed(path: "a", attempt: 2, busy))
    #expect(rehearsal.machine.outcome == .failed(path: "a", busy))
  }

  @Test func aServicesOwnPauseIsKept() throws {
    var rehearsal = try Rehearsal("{name: Asked, steps: [{id: a, action: test/a}]}")
    _ = rehearsal.send(.started)
    _ = rehearsal.send(
      .stepFailed(path: "a", attempt: 1, StepFailure(code: "busy", message: "Busy.", retry: .after(.seconds(90)))))
    #expect(rehearsal.machine.restsUntil == now.addingTimeInterval(90))
  }

  @Test func aStepThatWaitsForItsConnectionsBudgetHasNotFailed() throws {
    var rehearsal = try Rehearsal("{name: Spent, steps: [{id: a, action: test/a, retry: {maxAttempts: 1}}]}")
    #expect(rehearsal.send(.started) == ["a#1"])
    for _ in 0..<300 {
      let spent = StepFailure(code: "budget_spent", message: "Spent.", retry: .rest(.seconds(60)))
      _ = rehearsal.send(.stepFailed(path: "a", attempt: 1, spent))
      #expect(rehearsal.machine.restsUntil == now.addingTimeInterval(60))
      rehearsal.restart()
      _ = rehearsal.send(.started)
      #expect(rehearsal.send(.timerFired(path: "a")) == ["a#1"])
    }
    _ = rehearsal.send(.stepFinished(path: "a", attempt: 1, output: 1))
    #expect(rehearsal.machine.outcome == .succeeded(output: 1))
    #expect(rehearsal.attempts.isEmpty)
  }

  @Test func afterAFailureTheOtherItemsInHandAreFinishedAndNoneIsBegun() throws {
    var rehearsal = try Rehearsal(
      """
      name: Failing
      steps:
        - {id: each, forEach: [1, 2, 3], concurrency: 2, steps: [{id: work, action: test/work}]}
      """)
    _ = rehearsal.send(.started)
    let broken = StepFailure(code: "broken", message: "Broken.")
    #expect(rehearsal.send(.stepFailed(path: "each[0].work", attempt: 1, broken)) == [])
    #expect(rehearsal.machine.outcome == nil)
    _ = rehearsal.send(.stepFinished(path: "each[1].work", attempt: 1, output: 1))
    #expect(rehearsal.machine.outcome == .failed(path: "each[0].work", broken))
    #expect(rehearsal.journal["each[1].work"]?.state == .succeeded(output: 1))
    #expect(rehearsal.journal["each"]?.state == .failed(.stepFailed("each[0].work")))
    #expect(rehearsal.journal["each[1]"]?.state == .succeeded(output: 1))
    #expect(rehearsal.journal["each[2]"] == nil)
  }

  @Test func aCancelledRunGivesUpWhatIsInFlightAndEnds() throws {
    var rehearsal = try Rehearsal("{name: Long, steps: [{id: a, action: test/a}, {id: b, action: test/b}]}")
    _ = rehearsal.send(.started)
    #expect(rehearsal.orders(for: .cancelRequested) == [.abandon(path: "a")])
    #expect(rehearsal.machine.outcome == nil)
    _ = rehearsal.send(.stepFailed(path: "a", attempt: 1, .cancelled))
    #expect(rehearsal.machine.outcome == .cancelled)
    #expect(rehearsal.journal["a"]?.state == .cancelled)
  }

  @Test func answersOfEarlierAttemptsAndAnswersThatComeTwiceChangeNothing() throws {
    var rehearsal = try Rehearsal("{name: Late, steps: [{id: a, action: test/a}, {id: b, action: test/b}]}")
    _ = rehearsal.send(.started)
    rehearsal.restart()
    #expect(rehearsal.send(.started) == ["a#2"])
    #expect(rehearsal.send(.stepFinished(path: "a", attempt: 1, output: "late")) == [])
    #expect(rehearsal.send(.stepFinished(path: "a", attempt: 2, output: "good")) == ["b#1"])
    #expect(rehearsal.send(.stepFinished(path: "a", attempt: 2, output: "again")) == [])
    #expect(rehearsal.journal["a"]?.state == .succeeded(output: "good"))
  }

  @Test func whatAChoiceSetAndPutOutIsKnownAfterARestart() throws {
    var rehearsal = try Rehearsal(
      """
      name: Choice
      steps:
        - {id: which, if: true, then: [{id: put, set: {x: 1}}, {id: made, action: test/made}]}
        - {id: wait, action: test/wait}
        - {id: look, action: test/look, input: {x: "{{ .vars.x }}", made: "{{ .steps.made }}"}}
      """)
    _ = rehearsal.send(.started)
    _ = rehearsal.send(.stepFinished(path: "which.made", attempt: 1, output: "m"))
    let finished = rehearsal.journal["which"]
    rehearsal.restart()
    #expect(rehearsal.send(.started) == ["wait#2"])
    #expect(rehearsal.journal["which"] == finished)
    _ = rehearsal.send(.stepFinished(path: "wait", attempt: 2, output: .null))
    #expect(rehearsal.inputs["look"] == ["x": 1, "made": "m"])
  }

  @Test func itemsThatAreNoListAreNamed() throws {
    var rehearsal = try Rehearsal(
      """
      name: No list
      steps: [{id: each, forEach: "{{ .trigger }}", steps: [{id: work, action: test/work}]}]
      """, trigger: ["a": 1])
    _ = rehearsal.send(.started)
    guard case .failed("each", let failure)? = rehearsal.machine.outcome else {
      Issue.record("the run went on")
      return
    }
    #expect(failure.code == "items_not_a_list")
    #expect(failure.field == "forEach")
  }
}
