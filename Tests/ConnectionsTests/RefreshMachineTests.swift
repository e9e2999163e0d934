import Core
import Foundation
import TestSupport
import Testing

@testable import Connections

@Suite struct RefreshMachineTests {
  private let start = Date(timeIntervalSince1970: 1_800_000_000)

  private func snapshot(expiresIn seconds: Double? = -1) -> TokenSnapshot {
    TokenSnapshot(
      generation: 3, hasToken: true, expiresAt: seconds.map { start + $0 }, isRenewable: true, renewedAt: start - 3600,
      state: .healthy, reason: nil, lease: nil, failures: 0, coolDownUntil: nil)
  }

  private func machine(_ demand: TokenDemand = .usable) -> RefreshMachine {
    RefreshMachine(policy: RefreshPolicy(), demand: demand)
  }

  @Test func aGoodTokenIsServed() {
    var machine = machine()
    #expect(machine.event(.looked(snapshot(expiresIn: 1000), at: start)) == .serve)
  }

  @Test func aTokenWithinTheMarginIsRenewed() {
    var machine = machine()
    #expect(machine.event(.looked(snapshot(expiresIn: 200), at: start)) == .takeLease)
    #expect(machine.event(.tookLease(true)) == .ask)
    #expect(machine.event(.answered(.granted, at: start)) == .write(.renewed))
    #expect(machine.event(.wrote(true, at: start)) == .serve)
  }

  @Test func aShortLivedTokenIsNotRenewedAllTheTime() {
    var machine = machine()
    var short = snapshot(expiresIn: 50)
    short.renewedAt = start - 10
    #expect(machine.event(.looked(short, at: start)) == .serve)
  }

  @Test func aLeaseInMotionIsNeverTaken() {
    var machine = machine()
    var held = snapshot()
    for beat in 0..<50 {
      held.lease = .init(fence: 7, beat: beat)
      for _ in 0..<10 where machine.event(.looked(held, at: start)) != .wait(.milliseconds(200)) {
        Issue.record("the lease was taken at beat \(beat)")
      }
    }
  }

  /// A machine that has waited for a holder which gave no sign of life, and was refused in its place.
  private func refusedAfterTakingOver(_ held: TokenSnapshot) -> RefreshMachine.Action {
    var machine = machine()
    while case .wait = machine.event(.looked(held, at: start)) {}
    #expect(machine.event(.tookLease(true)) == .ask)
    return machine.event(.answered(.refused("it says invalid_grant"), at: start))
  }

  @Test func aRefusalIsDoubtedOnceWhenAnotherMayHaveSpentTheToken() {
    var held = snapshot()
    held.lease = .init(fence: 7, beat: 4)
    #expect(refusedAfterTakingOver(held) == .write(.doubted("it says invalid_grant", until: start + 30)))
    held.isDoubted = true
    #expect(refusedAfterTakingOver(held) == .write(.dead("it says invalid_grant")))
  }

  @Test func aRefusalWithoutAnyoneBeforeIsNotDoubted() {
    var machine = machine()
    #expect(machine.event(.looked(snapshot(), at: start)) == .takeLease)
    #expect(machine.event(.tookLease(true)) == .ask)
    #expect(machine.event(.answered(.refused("no"), at: start)) == .write(.dead("no")))
  }

  @Test func aLeaseThatStandsStillIsTakenAfterItsTimeAndNotBefore() {
    var machine = machine()
    var held = snapshot()
    held.lease = .init(fence: 7, beat: 4)
    var waited = Duration.zero
    while case .wait(let pause) = machine.event(.looked(held, at: start)) { waited += pause }
    #expect(waited == .seconds(15))
  }

  @Test func aJumpOfTheClockTakesNoLease() {
    var machine = machine()
    var held = snapshot()
    held.lease = .init(fence: 7, beat: 4)
    #expect(machine.event(.looked(held, at: start)) == .wait(.milliseconds(200)))
    #expect(machine.event(.looked(held, at: start + 3600)) == .wait(.milliseconds(200)))
  }

  @Test func aVerdictThatWasNotTakenMakesItLookAgain() {
    for answer in [RefreshAnswer.refused("gone"), .misconfigured("no"), .away("off", retryAfter: nil), .granted] {
      var machine = machine()
      _ = machine.event(.looked(snapshot(), at: start))
      _ = machine.event(.tookLease(true))
      _ = machine.event(.answered(answer, at: start))
      #expect(machine.event(.wrote(false, at: start)) == .look)
      var newer = snapshot(expiresIn: 3600)
      newer.generation += 1
      #expect(machine.event(.looked(newer, at: start)) == .serve)
    }
  }

  @Test func coolDownsGrowAndHonourTheService() {
    let policy = RefreshPolicy()
    #expect(policy.coolDown(failures: 0, asked: nil) == .seconds(5))
    #expect(policy.coolDown(failures: 3, asked: nil) == .seconds(40))
    #expect(policy.coolDown(failures: 1000, asked: nil) == .seconds(300))
    #expect(policy.coolDown(failures: 0, asked: .seconds(77)) == .seconds(77))
    #expect(policy.coolDown(failures: 0, asked: .seconds(1 << 40)) == .seconds(3600))
  }

  /// A cluster in one thread: machines, one row and a strict provider, moved on by chance. Holders die, answers are
  /// lost, clocks differ by minutes.
  @Test(arguments: (0..<40).map { _ in SeededGenerator.freshSeed() })
  func whateverHappensNoLivingHolderLosesItsTokenAndNobodyHangs(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    var world = SimulatedCluster(start: start, chance: &chance)
    world.run(steps: 4000, &chance)
    #expect(world.problems.isEmpty, "seed \(seed): \(world.problems)")
    #expect(world.served > 0, "seed \(seed)")
  }
}

/// What ``RefreshMachineTests`` moves.
struct SimulatedCluster {
  private struct Caller {
    var machine: RefreshMachine
    var action: RefreshMachine.Action = .look
    var fence = 0
    var generation = 0
    var skew: Double
    var wakesAt = 0
    var steps = 0
    var answer: RefreshAnswer?
    var answersAt = 0
    var isLeading = false
  }

  private var row: TokenSnapshot
  private var fence = 0
  /// What the provider accepts; `nil` once it revoked everything.
  private var accepted: Int? = 0
  private var callers: [Caller] = []
  private var tick = 0
  private let start: Date
  private(set) var problems: [String] = []
  private(set) var served = 0
  private var deaths = 0

  init(start: Date, chance: inout SeededGenerator) {
    self.start = start
    row = TokenSnapshot(
      generation: 0, hasToken: true, expiresAt: start, isRenewable: true, renewedAt: start - 3600, state: .healthy,
      reason: nil, lease: nil, failures: 0, coolDownUntil: nil)
  }

  /// A tick is 200 milliseconds.
  mutating func run(steps: Int, _ chance: inout SeededGenerator) {
    for _ in 0..<steps {
      tick += 1
      if callers.count < 6, Int.random(in: 0..<10, using: &chance) == 0 {
        callers.append(
          Caller(
            machine: RefreshMachine(policy: RefreshPolicy(), demand: .usable),
            skew: .random(in: -300...300, using: &chance)))
      }
      beat()
      for index in callers.indices.shuffled(using: &chance) { move(index, &chance) }
      callers.removeAll { $0.action == .serve || Self.isFailure($0.action) }
      // A holder dies before its request is sent: only then the provider can't have used the token up.
      if let index = callers.firstIndex(where: { $0.action == .ask && $0.answer == nil }),
        Int.random(in: 0..<4, using: &chance) == 0
      {
        callers.remove(at: index)
        deaths += 1
      }
    }
  }

  private static func isFailure(_ action: RefreshMachine.Action) -> Bool {
    if case .fail = action { true } else { false }
  }

  private mutating func beat() {
    guard tick % 25 == 0, callers.contains(where: { $0.isLeading && $0.fence == fence }) else { return }
    row.lease?.beat += 1
  }

  private mutating func move(_ index: Int, _ chance: inout SeededGenerator) {
    var caller = callers[index]
    defer { callers[index] = caller }
    caller.steps += 1
    if caller.steps > 2500 { problems.append("a caller hangs in \(caller.action)") }
    let now = start + Double(tick) * 0.2 + caller.skew
    switch caller.action {
    case .look:
      caller.generation = row.generation
      caller.fence = fence
      caller.action = caller.machine.event(.looked(row, at: now))
      if caller.action == .serve { served += 1 }
    case .wait:
      if tick > caller.wakesAt { caller.wakesAt = tick + 1 } else { caller.action = .look }
    case .takeLease:
      let isOurs = caller.fence == fence && caller.generation == row.generation
      if isOurs {
        fence += 1
        caller.fence = fence
        row.lease = .init(fence: fence, beat: 0)
      }
      caller.isLeading = isOurs
      caller.action = caller.machine.event(.tookLease(isOurs))
    case .ask: ask(&caller, now, &chance)
    case .write(let verdict):
      caller.action = caller.machine.event(.wrote(write(verdict, caller, now), at: now))
      caller.isLeading = false
      if caller.action == .serve { served += 1 }
    case .serve, .fail: break
    }
  }

  /// The provider answers at once or up to a minute later, and uses the token up when it grants.
  private mutating func ask(_ caller: inout Caller, _ now: Date, _ chance: inout SeededGenerator) {
    if caller.answer == nil {
      caller.answersAt = tick + .random(in: 1...300, using: &chance)
      switch Int.random(in: 0..<6, using: &chance) {
      case 0: caller.answer = .away("busy", retryAfter: nil)
      default:
        if accepted == caller.generation {
          accepted = caller.generation + 1
          caller.answer = .granted
        } else {
          problems.append(
            "refresh token \(caller.generation) was used when \(String(describing: accepted)) was current")
          caller.answer = .refused("reused")
        }
      }
    }
    guard tick >= caller.answersAt, let answer = caller.answer else { return }
    caller.answer = nil
    caller.action = caller.machine.event(.answered(answer, at: now))
  }

  private mutating func write(_ verdict: RefreshVerdict, _ caller: Caller, _ now: Date) -> Bool {
    guard row.generation == caller.generation else { return false }
    switch verdict {
    case .renewed:
      row.generation += 1
      row.expiresAt = now + 20
      row.renewedAt = now
      row.state = .healthy
      row.failures = 0
      row.coolDownUntil = nil
      row.isDoubted = false
      fence += 1
    case .away(_, let until), .doubted(_, let until):
      guard fence == caller.fence else { return false }
      if case .doubted = verdict { row.isDoubted = true }
      row.state = .unavailable
      row.failures = min(row.failures + 1, 2)
      row.coolDownUntil = until
    case .dead, .misconfigured:
      guard fence == caller.fence else { return false }
      problems.append("called dead")
      row.state = .needsReconnect
    }
    row.lease = nil
    return true
  }
}
