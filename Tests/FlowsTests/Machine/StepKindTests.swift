import Core
import Foundation
import Testing

@testable import Flows

/// What the machine decides for each kind of step.
@Suite struct StepKindTests {
  private let broken = StepFailure(code: "broken", message: "Broken.")

  @Test(arguments: [("a", "first"), ("c", "second"), ("x", "other")])
  func aSwitchTakesTheCaseThatNamesTheValue(value: String, expected: String) throws {
    var rehearsal = try Rehearsal(
      """
      name: Switch
      steps:
        - id: which
          switch: "{{ .trigger }}"
          cases:
            - {value: a, steps: [{id: first, action: test/x}]}
            - {values: [b, c], steps: [{id: second, action: test/x}]}
          default: [{id: other, action: test/x}]
      """, trigger: .string(value))
    #expect(rehearsal.send(.started) == ["which.\(expected)#1"])
  }

  @Test func whatFailsInATryIsCaughtAndTheEndIsDone() throws {
    var rehearsal = try Rehearsal(
      """
      name: Try
      steps:
        - id: guard
          try: [{id: risky, action: test/x, retry: {maxAttempts: 1}}, {id: never, action: test/x}]
          catch: [{id: repair, action: test/x, input: {code: "{{ .vars.error.code }}", at: "{{ .vars.error.path }}"}}]
          finally: [{id: tidy, action: test/x}]
        - {id: after, action: test/x, input: {was: "{{ .steps.guard }}"}}
      """)
    #expect(rehearsal.send(.started) == ["guard.risky#1"])
    #expect(rehearsal.send(.stepFailed(path: "guard.risky", attempt: 1, broken)) == ["guard.repair#1"])
    #expect(rehearsal.inputs["guard.repair"] == ["code": "broken", "at": "guard.risky"])
    #expect(rehearsal.send(.stepFinished(path: "guard.repair", attempt: 1, output: "mended")) == ["guard.tidy#1"])
    rehearsal.restart()
    #expect(rehearsal.send(.started) == ["guard.tidy#2"])
    #expect(rehearsal.send(.stepFinished(path: "guard.tidy", attempt: 2, output: "tidied")) == ["after#1"])
    #expect(rehearsal.inputs["after"] == ["was": "mended"])
    #expect(rehearsal.journal["guard.risky"]?.state == .failed(broken))
    #expect(rehearsal.journal["guard"]?.state == .succeeded(output: "mended"))
  }

  @Test func withoutACatchTheFailureGoesOnAfterTheEnd() throws {
    var rehearsal = try Rehearsal(
      """
      name: Finally
      steps:
        - {id: guard, try: [{id: risky, action: test/x}], finally: [{id: tidy, action: test/x}]}
      """)
    _ = rehearsal.send(.started)
    #expect(rehearsal.send(.stepFailed(path: "guard.risky", attempt: 1, broken)) == ["guard.tidy#1"])
    _ = rehearsal.send(.stepFinished(path: "guard.tidy", attempt: 1, output: .null))
    #expect(rehearsal.machine.outcome == .failed(path: "guard.risky", broken))
  }

  @Test func theEndOfATryIsDoneWhenTheRunIsCancelled() throws {
    var rehearsal = try Rehearsal(
      """
      name: Cancelled
      steps:
        - {id: guard, try: [{id: long, action: test/x}], catch: [{id: no, action: test/x}], finally: [{id: tidy, action: test/x}]}
        - {id: after, action: test/x}
      """)
    _ = rehearsal.send(.started)
    #expect(rehearsal.orders(for: .cancelRequested) == [.abandon(path: "guard.long")])
    #expect(rehearsal.send(.stepFailed(path: "guard.long", attempt: 1, .cancelled)) == ["guard.tidy#1"])
    rehearsal.restart()
    _ = rehearsal.send(.cancelRequested)
    #expect(rehearsal.send(.started) == ["guard.tidy#2"])
    _ = rehearsal.send(.stepFinished(path: "guard.tidy", attempt: 2, output: .null))
    #expect(rehearsal.machine.outcome == .cancelled)
    #expect(rehearsal.journal["guard"]?.state == .cancelled)
    #expect(rehearsal.journal["after"] == nil)
  }

  @Test func aStepThatMayFailGoesOnWithItsErrorAsOutput() throws {
    var rehearsal = try Rehearsal(
      """
      name: Continue
      steps:
        - {id: risky, action: test/x, onError: continue}
        - {id: after, action: test/x, input: {code: "{{ .steps.risky.error.code }}"}}
      """)
    _ = rehearsal.send(.started)
    #expect(rehearsal.send(.stepFailed(path: "risky", attempt: 1, broken)) == ["after#1"])
    #expect(rehearsal.inputs["after"] == ["code": "broken"])
    #expect(rehearsal.journal["risky"]?.state == .failed(broken))
  }

  @Test func theStepsOfAFailureAreDoneInsteadAndKnownAfterARestart() throws {
    var rehearsal = try Rehearsal(
      """
      name: Instead
      steps:
        - id: risky
          action: test/x
          onError: [{id: instead, action: test/x, input: {code: "{{ .vars.error.code }}"}}]
        - {id: after, action: test/x, input: {got: "{{ .steps.risky }}"}}
      """)
    _ = rehearsal.send(.started)
    #expect(rehearsal.send(.stepFailed(path: "risky", attempt: 1, broken)) == ["risky.instead#1"])
    rehearsal.restart()
    #expect(rehearsal.send(.started) == ["risky.instead#2"])
    #expect(rehearsal.inputs["risky.instead"] == ["code": "broken"])
    #expect(rehearsal.send(.stepFinished(path: "risky.instead", attempt: 2, output: "plan b")) == ["after#1"])
    #expect(rehearsal.inputs["after"] == ["got": "plan b"])
  }

  @Test func aLoopThatGoesOnNamesTheItemsThatFailed() throws {
    var rehearsal = try Rehearsal(
      """
      name: Items
      steps:
        - {id: each, forEach: [1, 2, 3], onItemError: continue, steps: [{id: work, action: test/x}]}
      """)
    _ = rehearsal.send(.started)
    _ = rehearsal.send(.stepFinished(path: "each[0].work", attempt: 1, output: "a"))
    #expect(rehearsal.send(.stepFailed(path: "each[1].work", attempt: 1, broken)) == ["each[2].work#1"])
    _ = rehearsal.send(.stepFinished(path: "each[2].work", attempt: 1, output: "c"))
    guard case .succeeded(let output)? = rehearsal.machine.outcome else {
      Issue.record("it ended as \(String(describing: rehearsal.machine.outcome))")
      return
    }
    #expect(output[0] == "a")
    #expect(output[1]?["error"]?["code"] == "broken")
    #expect(output[1]?["error"]?["path"] == "each[1].work")
    #expect(output[2] == "c")
    #expect(rehearsal.journal["each[1]"]?.state == .failed(.stepFailed("each[1].work")))
    #expect(rehearsal.journal["each"]?.memo == ["items": 3, "failed": 1])
  }

  @Test func branchesAreDoneAtTheSameTimeUpToTheLimit() throws {
    var rehearsal = try Rehearsal(
      """
      name: Parallel
      steps:
        - id: both
          concurrency: 2
          parallel:
            - {id: left, steps: [{id: l, action: test/x}]}
            - {id: right, steps: [{id: r, action: test/x}]}
            - {id: late, steps: [{id: t, action: test/x}]}
        - {id: after, action: test/x, input: {right: "{{ .steps.both.right }}"}}
      """)
    #expect(rehearsal.send(.started) == ["both.left.l#1", "both.right.r#1"])
    #expect(rehearsal.send(.stepFinished(path: "both.right.r", attempt: 1, output: "R")) == ["both.late.t#1"])
    rehearsal.restart()
    #expect(rehearsal.send(.started).sorted() == ["both.late.t#2", "both.left.l#2"])
    _ = rehearsal.send(.stepFinished(path: "both.late.t", attempt: 2, output: "T"))
    #expect(rehearsal.send(.stepFinished(path: "both.left.l", attempt: 2, output: "L")) == ["after#1"])
    #expect(rehearsal.inputs["after"] == ["right": "R"])
    #expect(rehearsal.journal["both"]?.state == .succeeded(output: ["left": "L", "right": "R", "late": "T"]))
  }

  @Test func aWaitTakesNoMoreThanItsTimeAndSurvivesARestart() throws {
    var rehearsal = try Rehearsal(
      "{name: Wait, steps: [{id: rest, wait: {for: 2h}}, {id: after, action: test/x}]}")
    let began = rehearsal.now
    #expect(rehearsal.orders(for: .started) == [.wake(path: "rest", at: began.addingTimeInterval(7200))])
    #expect(rehearsal.machine.restsUntil == began.addingTimeInterval(7200))
    rehearsal.now = began.addingTimeInterval(3600)
    rehearsal.restart()
    #expect(rehearsal.orders(for: .started) == [.wake(path: "rest", at: began.addingTimeInterval(7200))])
    #expect(rehearsal.send(.timerFired(path: "rest")) == [])
    rehearsal.now = began.addingTimeInterval(7200)
    #expect(rehearsal.send(.timerFired(path: "rest")) == ["after#1"])
  }

  @Test func aCallbackIsHeardOnceAtAnAddressThatTheRunKnewBefore() throws {
    var rehearsal = try Rehearsal(
      """
      name: Callback
      steps:
        - id: each
          forEach: [1, 2]
          steps:
            - {id: ask, action: test/x, input: {at: "{{ .run.callbacks.answer }}"}}
            - {id: answer, wait: {callback: {timeout: 1h}}}
      """)
    _ = rehearsal.send(.started)
    let address = rehearsal.inputs["each[0].ask"]?["at"]?.stringValue ?? ""
    let token = try #require(CallbackToken(String(address.dropFirst("/callbacks/".count))))
    #expect(token.path == "each[0].answer")
    #expect(token.run == Rehearsal.run)
    #expect(token.isGenuine(key: "key"))
    #expect(!token.isGenuine(key: "another"))
    let orders = rehearsal.orders(for: .stepFinished(path: "each[0].ask", attempt: 1, output: .null))
    #expect(orders.contains(.listen(path: "each[0].answer")))
    #expect(rehearsal.send(.signalled(path: "each[0].answer", payload: "yes")) == ["each[1].ask#1"])
    #expect(rehearsal.taken == ["each[0].answer"])
    #expect(rehearsal.send(.signalled(path: "each[0].answer", payload: "again")) == [])
    _ = rehearsal.send(.stepFinished(path: "each[1].ask", attempt: 1, output: .null))
    rehearsal.now = rehearsal.now.addingTimeInterval(3601)
    _ = rehearsal.send(.timerFired(path: "each[1].answer"))
    guard case .failed("each[1].answer", let failure)? = rehearsal.machine.outcome else {
      Issue.record("it ended as \(String(describing: rehearsal.machine.outcome))")
      return
    }
    #expect(failure.code == "callback_timed_out")
  }

  @Test(arguments: ["succeeded", "failed", "cancelled"])
  func aSubflowIsWaitedFor(state: String) throws {
    var rehearsal = try Rehearsal(
      "{name: Sub, steps: [{id: sub, flow: Other, input: {n: 1}}, {id: after, action: test/x, input: {got: \"{{ .steps.sub }}\"}}]}"
    )
    #expect(rehearsal.send(.started) == ["sub#1"])
    #expect(rehearsal.send(.stepFinished(path: "sub", attempt: 1, output: ["run": "r"])) == [])
    rehearsal.restart()
    #expect(rehearsal.orders(for: .started).contains(.listen(path: "sub")))
    let payload: JSONValue = ["state": .string(state), "output": "done", "failure": ["code": "no", "message": "No."]]
    let begun = rehearsal.send(.signalled(path: "sub", payload: payload))
    if state == "succeeded" {
      #expect(begun == ["after#1"])
      #expect(rehearsal.inputs["after"] == ["got": "done"])
    } else {
      guard case .failed("sub", let failure)? = rehearsal.machine.outcome else {
        Issue.record("it ended as \(String(describing: rehearsal.machine.outcome))")
        return
      }
      #expect(failure.code == (state == "failed" ? "subflow_failed" : "subflow_cancelled"))
    }
  }

  @Test func theNextPageIsAskedForWhenTheItemsRunOut() throws {
    var rehearsal = try Rehearsal(
      """
      name: Pages
      steps:
        - id: each
          forEach: {action: test/list, input: {folder: in}}
          concurrency: 2
          steps: [{id: work, action: test/x, input: {item: "{{ .item }}"}}]
      """)
    #expect(rehearsal.send(.started) == ["each[page0]#1"])
    #expect(rehearsal.inputs["each[page0]"] == ["input": ["folder": "in"], "cursor": .null])
    let first: JSONValue = ["items": ["a", "b", "c"], "next": 3]
    #expect(
      rehearsal.send(.stepFinished(path: "each[page0]", attempt: 1, output: first))
        == ["each[page1]#1", "each[0].work#1", "each[1].work#1"])
    rehearsal.restart()
    #expect(
      rehearsal.send(.started) == ["each[page1]#2", "each[0].work#2", "each[1].work#2"])
    _ = rehearsal.send(.stepFinished(path: "each[page1]", attempt: 2, output: ["items": ["d"]]))
    for (index, attempt) in [(0, 2), (1, 2), (2, 1), (3, 1)] {
      _ = rehearsal.send(
        .stepFinished(path: "each[\(index)].work", attempt: attempt, output: JSONValue(index)))
    }
    #expect(rehearsal.inputs["each[3].work"] == ["item": "d"])
    #expect(rehearsal.machine.outcome == .succeeded(output: [0, 1, 2, 3]))
  }

  @Test func aStopEndsTheRunWellFromInsideOfALoop() throws {
    var rehearsal = try Rehearsal(
      """
      name: Stop
      steps:
        - {id: each, forEach: [1, 2], concurrency: 2, steps: [{id: work, action: test/x}, {id: end, stop: {output: enough}}]}
        - {id: never, action: test/x}
      """)
    _ = rehearsal.send(.started)
    let orders = rehearsal.orders(for: .stepFinished(path: "each[0].work", attempt: 1, output: .null))
    #expect(orders == [.abandon(path: "each[1].work")])
    rehearsal.restart()
    #expect(rehearsal.send(.started) == [])
    #expect(rehearsal.machine.outcome == .succeeded(output: "enough"))
    #expect(rehearsal.journal.values.allSatisfy { $0.state.isFinal })
  }

  @Test func aRunThatIsLateEndsAndSaysWhy() throws {
    var rehearsal = try Rehearsal("{name: Late, deadline: 1h, steps: [{id: rest, wait: {for: 2h}}]}")
    let began = rehearsal.now
    #expect(rehearsal.orders(for: .started).contains(.wake(path: "", at: began.addingTimeInterval(3600))))
    #expect(rehearsal.machine.restsUntil == began.addingTimeInterval(3600))
    rehearsal.now = began.addingTimeInterval(3600)
    _ = rehearsal.send(.timerFired(path: ""))
    guard case .failed("", let failure)? = rehearsal.machine.outcome else {
      Issue.record("it ended as \(String(describing: rehearsal.machine.outcome))")
      return
    }
    #expect(failure.code == "run_deadline_passed")
    #expect(rehearsal.journal["rest"]?.state == .cancelled)
  }

  @Test func aStepThatHoldsOthersIsGivenUpAfterItsTime() throws {
    var rehearsal = try Rehearsal(
      """
      name: Slow
      steps:
        - {id: each, timeout: 10s, onError: continue, forEach: [1, 2], steps: [{id: work, action: test/x}]}
        - {id: after, action: test/x, input: {code: "{{ .steps.each.error.code }}"}}
      """)
    _ = rehearsal.send(.started)
    rehearsal.now = rehearsal.now.addingTimeInterval(10)
    #expect(rehearsal.orders(for: .timerFired(path: "each")) == [.abandon(path: "each[0].work")])
    #expect(rehearsal.send(.stepFailed(path: "each[0].work", attempt: 1, .cancelled)) == ["after#1"])
    #expect(rehearsal.inputs["after"] == ["code": "step_timed_out"])
  }

  @Test func onlyTheNamedFailuresAreTriedAgain() throws {
    let yaml =
      "{name: Codes, steps: [{id: a, action: test/x, retry: {on: [broken], kind: constant, backoff: 5s, jitter: 0}}]}"
    var rehearsal = try Rehearsal(yaml)
    _ = rehearsal.send(.started)
    _ = rehearsal.send(.stepFailed(path: "a", attempt: 1, broken))
    #expect(rehearsal.machine.restsUntil == rehearsal.now.addingTimeInterval(5))
    _ = rehearsal.send(.timerFired(path: "a"))
    _ = rehearsal.send(.stepFailed(path: "a", attempt: 2, broken))
    #expect(rehearsal.machine.restsUntil == rehearsal.now.addingTimeInterval(5))
    _ = rehearsal.send(.timerFired(path: "a"))
    let busy = StepFailure(code: "busy", message: "Busy.", retry: .backOff)
    _ = rehearsal.send(.stepFailed(path: "a", attempt: 3, busy))
    #expect(rehearsal.machine.outcome == .failed(path: "a", busy))
  }

  @Test func aHeldRunFinishesWhatIsInFlightAndBeginsNothing() throws {
    var rehearsal = try Rehearsal("{name: Held, steps: [{id: a, action: test/x}, {id: b, action: test/x}]}")
    _ = rehearsal.send(.started)
    _ = rehearsal.send(.held)
    #expect(rehearsal.send(.stepFinished(path: "a", attempt: 1, output: .null)) == [])
    #expect(rehearsal.journal["b"] == nil)
    rehearsal.restart()
    #expect(rehearsal.send(.started) == ["b#1"])
  }

  @Test func aResponseIsGivenAndTheRunGoesOn() throws {
    var rehearsal = try Rehearsal(
      "{name: Answer, steps: [{id: say, respond: {status: 201, body: {ok: true}}}, {id: after, action: test/x}]}")
    #expect(rehearsal.send(.started) == ["after#1"])
    #expect(rehearsal.responses == [["status": 201, "body": ["ok": true]]])
    #expect(RunResponse(json: rehearsal.responses[0]).status == 201)
  }
}
