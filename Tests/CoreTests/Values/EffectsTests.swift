import Core
import Foundation
import TestSupport
import Testing

@Suite("The clock and the chance of tests")
struct EffectsTests {
  @Test func timeStandsStillUntilItIsMoved() async throws {
    let clock = TestClock()
    let effects = clock.effects()
    let start = effects.now()
    async let slept: Void = effects.sleep(.seconds(30))
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(29))
    #expect(clock.sleeperCount == 1)
    clock.advance(by: .seconds(1))
    try await slept
    #expect(effects.now().timeIntervalSince(start) == 30)
  }

  @Test func aCancelledSleepEndsAtOnce() async {
    let clock = TestClock()
    let sleep = Task { try await clock.sleep(for: .seconds(1)) }
    await clock.waitForSleepers(1)
    sleep.cancel()
    await #expect(throws: CancellationError.self) { try await sleep.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func chanceIsTheSameInEveryRun() {
    let (first, second, other) = (Effects.test(), Effects.test(), Effects.test(seed: 2))
    #expect(first.uuid() == second.uuid())
    #expect(first.randomBytes(8) == second.randomBytes(8))
    #expect(first.uuid() != other.uuid())
  }
}
