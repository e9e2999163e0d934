import Core
import Foundation
import Logging
import Persistence
import TestSupport
import Testing

@testable import Flows

@Suite struct BudgetTests {
  private let now = Date(timeIntervalSince1970: 1_767_225_600)
  private let tenAMinute = BudgetLimit(requests: 10, window: .seconds(60), concurrency: 4)

  @Test func processesTogetherSendNoMoreThanTheBudget() {
    var generator = SeededGenerator(seed: 11)
    var ledger = BudgetLedger()
    var sent: [(at: Date, count: Int)] = []
    var time = now
    for _ in 0..<500 {
      time += Double.random(in: 0...4, using: &generator)
      let process = "p\(Int.random(in: 0..<3, using: &generator))"
      let wanted = Int.random(in: 0...4, using: &generator)
      let grant = ledger.reserve(for: process, permits: 2, inUse: 0, tokens: wanted, of: tenAMinute, at: time)
      sent.append((time, grant.tokens ?? 0))
      ledger = BudgetLedger(json: ledger.json)
    }
    for (index, first) in sent.enumerated() {
      let within = sent[index...].prefix { $0.at < first.at + 60 }.reduce(0) { $0 + $1.count }
      // A full bucket and what flows in meanwhile.
      #expect(within <= 20)
    }
    let all = sent.reduce(0) { $0 + $1.count }
    #expect(Double(all) <= 10 + time.timeIntervalSince(now) / 6 + 1)
  }

  @Test func permitsAreSharedAndThoseOfADeadProcessLapse() {
    let limit = BudgetLimit(requests: nil, window: .seconds(1), concurrency: 4)
    var ledger = BudgetLedger()
    #expect(ledger.reserve(for: "a", permits: 4, inUse: 0, tokens: 0, of: limit, at: now).permits == 4)
    let refused = ledger.reserve(for: "b", permits: 2, inUse: 0, tokens: 0, of: limit, at: now + 1)
    #expect(refused.permits == 0)
    #expect(refused.retryAt != nil)
    // The first gives back down to its share, but never what it is using.
    #expect(ledger.reserve(for: "a", permits: 4, inUse: 3, tokens: 0, of: limit, at: now + 2).permits == 3)
    #expect(ledger.reserve(for: "b", permits: 2, inUse: 0, tokens: 0, of: limit, at: now + 3).permits == 1)
    // "a" is dead: its part lapses.
    #expect(ledger.reserve(for: "b", permits: 4, inUse: 1, tokens: 0, of: limit, at: now + 40).permits == 4)
  }

  @Test func whatTheServiceSaysLowersTheBudget() {
    var ledger = BudgetLedger()
    _ = ledger.reserve(for: "a", permits: 1, inUse: 0, tokens: 1, of: tenAMinute, at: now)
    ledger.learn(BudgetReport(remaining: 2), at: now)
    #expect(ledger.reserve(for: "b", permits: 1, inUse: 0, tokens: 9, of: tenAMinute, at: now).tokens == 2)
    ledger.learn(BudgetReport(pausedUntil: now + 90), at: now)
    let paused = ledger.reserve(for: "a", permits: 1, inUse: 0, tokens: 1, of: tenAMinute, at: now + 60)
    #expect(paused.tokens == 0)
    #expect(paused.retryAt == now + 90)
    #expect(ledger.reserve(for: "a", permits: 1, inUse: 0, tokens: 1, of: tenAMinute, at: now + 91).tokens == 1)
  }

  @Test(arguments: StoreEngine.tested)
  func twoProcessesShareOneBudget(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let budgets = (1...2).map { shared(store, clock.effects(seed: UInt64($0))) }
      let limit = BudgetLimit(requests: 3, window: .seconds(3600), concurrency: 2)
      for number in 0..<3 {
        try await budgets[number % 2].acquire("drive", limit: limit)
        await budgets[number % 2].release("drive")
      }
      for budget in budgets {
        let spent = await #expect(throws: BudgetSpent.self) { try await budget.acquire("drive", limit: limit) }
        #expect(try #require(spent).until > clock.now + 60)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theNextCommandNeedNotWaitForThePartOfTheLast(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let limit = BudgetLimit(requests: 600, window: .seconds(60), concurrency: 2)
      for number in 1...3 {
        let command = shared(store, clock.effects(seed: UInt64(number)))
        for _ in 0..<2 { try await command.acquire("drive", limit: limit) }
        for _ in 0..<2 { await command.release("drive") }
        await command.giveBack()
        // No time passes until the next begins.
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServerThatWasKilledGoesOnWithThePartItHad(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let lives = (1...3).map { shared(store, clock.effects(seed: UInt64($0))) }
      let limit = BudgetLimit(requests: nil, window: .seconds(1), concurrency: 2)
      for life in lives {
        await life.takeBack(from: "server")
        // Nothing is released: it was killed in the middle of both. No time passes.
        for _ in 0..<2 { try await life.acquire("drive", limit: limit) }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPauseThatOneProcessHearsOfHoldsTheOther(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let budgets = (1...2).map { shared(store, clock.effects(seed: UInt64($0))) }
      let limit = BudgetLimit(requests: nil, window: .seconds(1), concurrency: 8)
      try await budgets[0].acquire("drive", limit: limit)
      await budgets[0].report("drive", BudgetReport(pausedUntil: clock.now + 120))
      await budgets[0].release("drive")
      for budget in budgets {
        let spent = await #expect(throws: BudgetSpent.self) { try await budget.acquire("drive", limit: limit) }
        #expect(try #require(spent).until >= clock.now + 120)
      }
      clock.advance(by: .seconds(121))
      try await budgets[1].acquire("drive", limit: limit)
    }
  }

  @Test func thoseWhoAreSentAwayAreToldDifferentTimes() {
    var lane = BudgetLane(limit: tenAMinute, at: now)
    _ = lane.learn(BudgetReport(pausedUntil: now + 60), at: now)
    let times = (0..<5).compactMap { lane.enter($0, at: now)?.until }
    #expect(times.count == 5)
    #expect(Set(times).count == 5)
    #expect(times.allSatisfy { $0 >= now + 60 })
  }

  @Test func whatTheLedgerHasLeftIsUsedAtOnceAndOnlyTheRestIsSentAway() {
    var lane = BudgetLane(limit: tenAMinute, at: now)
    var ledger = BudgetLedger()
    #expect((0..<12).allSatisfy { lane.enter($0, at: now) == nil })
    var admitted = 0
    while lane.pausedUntil == nil {
      let wish = lane.wish
      lane.take(
        ledger.reserve(
          for: "a", permits: wish.permits, inUse: lane.inUse, tokens: wish.tokens, of: tenAMinute, at: now), at: now)
      for _ in lane.admit(at: now) {
        admitted += 1
        lane.leave(at: now)
      }
    }
    #expect(admitted == 10)
    #expect(lane.evict(at: now).count == 2)
    #expect(lane.enter(13, at: now) != nil)
  }

  private func shared(_ store: any Store, _ effects: Effects) -> SharedBudgets {
    SharedBudgets(store: store, effects: effects, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }
}
