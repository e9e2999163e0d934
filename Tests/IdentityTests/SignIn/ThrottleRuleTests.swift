import Foundation
import Testing

@testable import Identity

@Suite struct ThrottleRuleTests {
  private let rule = ThrottleRule(freeFailures: 3, longestWait: 60, memory: 3600)
  private let start = Date(timeIntervalSince1970: 1_767_225_600)

  @Test func theFirstFailuresCostNothingAndThenTheWaitDoublesUpToItsBound() {
    var history = ThrottleRule.History()
    var now = start
    var waits: [Int] = []
    for _ in 0..<12 {
      let wait = rule.wait(after: history, now: now)
      waits.append(wait)
      now = now.addingTimeInterval(TimeInterval(wait))
      #expect(rule.wait(after: history, now: now) == 0)
      history = rule.adding(to: history, now: now)
    }
    #expect(waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
  }

  @Test func failuresAreForgottenAfterAWhile() {
    let history = ThrottleRule.History(failures: 1000, failedAt: start)
    #expect(rule.wait(after: history, now: start) == 60)
    let later = start.addingTimeInterval(3601)
    #expect(rule.wait(after: history, now: later) == 0)
    #expect(rule.adding(to: history, now: later).failures == 1)
  }

  @Test func aHugeNumberOfFailuresDoesNotOverflow() {
    #expect(rule.wait(after: ThrottleRule.History(failures: .max - 1, failedAt: start), now: start) == 60)
  }
}
