import TestSupport
import Testing

@testable import PersistencePostgres

@Suite("Who gets which connection")
struct PoolMachineTests {
  private let start = ContinuousClock.now

  @Test func theFirstCallerHasAConnectionOpened() {
    var pool = PoolMachine(limits: .init(maximum: 2))
    #expect(pool.lease(1, now: start) == [.open(1)])
    #expect(pool.opened(1, now: start) == [.lend(1, to: 1)])
    #expect(pool.giveBack(1, isReusable: true, now: start) == [])
    #expect(pool.lease(2, now: start) == [.lend(1, to: 2)])
  }

  @Test func callersWaitInTheOrderInWhichTheyCame() {
    var pool = PoolMachine(limits: .init(maximum: 1))
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    #expect(pool.lease(2, now: start) == [])
    #expect(pool.lease(3, now: start) == [])
    #expect(pool.giveBack(1, isReusable: true, now: start) == [.lend(1, to: 2)])
    #expect(pool.giveBack(1, isReusable: true, now: start) == [.lend(1, to: 3)])
  }

  @Test func aBrokenConnectionIsClosedAndAnotherOpenedForWhoWaits() {
    var pool = PoolMachine(limits: .init(maximum: 1))
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: start)
    #expect(pool.giveBack(1, isReusable: false, now: start) == [.close(1), .open(2)])
    #expect(pool.opened(2, now: start) == [.lend(2, to: 2)])
  }

  @Test func aCallerWhoGaveUpIsPassedOver() {
    var pool = PoolMachine(limits: .init(maximum: 1))
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: start)
    _ = pool.lease(3, now: start)
    #expect(pool.cancel(2) == [.refuse(2, .cancelled)])
    #expect(pool.cancel(2) == [])
    #expect(pool.giveBack(1, isReusable: true, now: start) == [.lend(1, to: 3)])
  }

  @Test func whoWaitsTooLongIsRefused() {
    var pool = PoolMachine(limits: .init(maximum: 1, waitAtMost: .seconds(20)))
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: start + .seconds(5))
    #expect(pool.nextTick == start + .seconds(25))
    #expect(pool.tick(now: start + .seconds(24)) == [])
    #expect(pool.tick(now: start + .seconds(25)) == [.refuse(2, .timedOut)])
    #expect(pool.nextTick == nil)
  }

  @Test func aConnectionThatNobodyNeedsIsClosed() {
    var pool = PoolMachine(limits: .init(maximum: 2, idleAtMost: .seconds(60)))
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.giveBack(1, isReusable: true, now: start)
    #expect(pool.tick(now: start + .seconds(59)) == [])
    #expect(pool.tick(now: start + .seconds(60)) == [.close(1)])
    #expect(pool.connectionCount == 0)
  }

  @Test func everybodyIsRefusedOnlyWhenNoConnectionIsLeft() {
    var pool = PoolMachine(limits: .init(maximum: 2))
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    #expect(pool.lease(2, now: start) == [.open(2)])
    // Caller 2 may still get connection 1.
    #expect(pool.failedToOpen(2) == [])
    #expect(pool.giveBack(1, isReusable: true, now: start) == [.lend(1, to: 2)])
    #expect(pool.lease(3, now: start) == [.open(3)])
    _ = pool.giveBack(1, isReusable: false, now: start)
    #expect(pool.failedToOpen(3) == [.refuse(3, .unreachable)])
  }

  @Test func afterTheEndNobodyIsServed() {
    var pool = PoolMachine(limits: .init(maximum: 1))
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: start)
    #expect(pool.close() == [.refuse(2, .closed)])
    #expect(pool.giveBack(1, isReusable: true, now: start) == [.close(1)])
    #expect(pool.lease(3, now: start) == [.refuse(3, .closed)])
  }

  @Test(arguments: [SeededGenerator.freshSeed()])
  func whateverHappensNobodyIsForgottenAndNothingLentTwice(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var model = PoolModel(maximum: Int.random(in: 1...4, using: &generator), start: start)
      for _ in 0..<200 { model.step(&generator) }
      model.drain()
      #expect(model.faults.isEmpty, "seed \(seed)")
    }
  }
}
