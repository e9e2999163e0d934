import TestSupport
import Testing

@testable import Media

@Suite struct WorkerMachineTests {
  var machine = WorkerMachine(slots: 2)

  @Test mutating func aWorkerIsStartedOnlyWhenThereIsWork() {
    #expect(machine.phases == [.empty, .empty])
    #expect(machine.handle(.submitted(1)) == [.start(0)])
    #expect(machine.handle(.submitted(2)) == [.start(1)])
    #expect(machine.handle(.submitted(3)) == [], "there are no more places")
  }

  @Test mutating func jobsAreGivenInTheirOrder() {
    for job in 1...3 { _ = machine.handle(.submitted(job)) }
    #expect(machine.handle(.started(1)) == [.give(1, to: 1)])
    #expect(machine.handle(.started(0)) == [.give(2, to: 0)])
    #expect(machine.handle(.answered(0)) == [.finish(2, .answered), .give(3, to: 0)])
  }

  @Test mutating func aJobWhoseWorkerDiesIsTriedOnceMore() {
    _ = machine.handle(.submitted(1))
    _ = machine.handle(.started(0))
    #expect(machine.handle(.exited(0)) == [.start(0)])
    #expect(machine.handle(.started(0)) == [.give(1, to: 0)])
    #expect(machine.handle(.exited(0)) == [.finish(1, .died)])
  }

  @Test mutating func aJobThatIsTooSlowCostsItsWorker() {
    _ = machine.handle(.submitted(1))
    _ = machine.handle(.started(0))
    #expect(machine.handle(.deadlinePassed(0, 1)) == [.kill(0), .finish(1, .timedOut)])
    #expect(machine.handle(.submitted(2)) == [.start(1)])
    #expect(machine.handle(.exited(0)) == [], "the other place is already being filled")
  }

  @Test mutating func aDeadlineThatComesAfterTheAnswerIsIgnored() {
    _ = machine.handle(.submitted(1))
    _ = machine.handle(.submitted(2))
    _ = machine.handle(.started(0))
    _ = machine.handle(.answered(0))
    #expect(machine.handle(.deadlinePassed(0, 1)) == [])
    #expect(machine.phases[0] == .busy(2))
  }

  @Test mutating func aCancelledJobIsTakenFromTheQueueOrItsWorkerIsKilled() {
    _ = machine.handle(.submitted(1))
    _ = machine.handle(.submitted(2))
    _ = machine.handle(.started(0))
    #expect(machine.handle(.cancelled(2)) == [.finish(2, .cancelled)])
    #expect(machine.handle(.cancelled(1)) == [.kill(0), .finish(1, .cancelled)])
    #expect(machine.handle(.cancelled(1)) == [])
  }

  @Test mutating func jobsAreRefusedOnceNoWorkerCanBeStartedThreeTimes() {
    _ = machine.handle(.submitted(1))
    #expect(machine.handle(.exited(0)) == [.pause(0, failures: 1)])
    #expect(machine.handle(.rested(0)) == [.start(0)])
    #expect(machine.handle(.exited(0)) == [.pause(0, failures: 2)])
    _ = machine.handle(.rested(0))
    #expect(machine.handle(.exited(0)) == [.pause(0, failures: 3), .finish(1, .unavailable)])
    #expect(machine.handle(.rested(0)) == [])
  }

  @Test mutating func aWorkerWithoutWorkIsEndedAfterTwoTicks() {
    _ = machine.handle(.submitted(1))
    _ = machine.handle(.started(0))
    _ = machine.handle(.answered(0))
    #expect(machine.handle(.tick) == [])
    #expect(machine.handle(.tick) == [.close(0)])
    #expect(machine.handle(.submitted(2)) == [.start(1)], "one that is ending gets no more work")
  }

  @Test mutating func aWorkerMakesPlaceAfterManyJobs() {
    _ = machine.handle(.submitted(0))
    _ = machine.handle(.started(0))
    for job in 1..<WorkerMachine.jobsPerWorker {
      #expect(machine.handle(.answered(0)) == [.finish(job - 1, .answered)])
      #expect(machine.handle(.submitted(job)) == [.give(job, to: 0)])
    }
    #expect(machine.handle(.answered(0)).last == .close(0))
  }

  @Test mutating func aStopFinishesWhatIsInHandAndRefusesTheRest() {
    for job in 1...3 { _ = machine.handle(.submitted(job)) }
    _ = machine.handle(.started(0))
    _ = machine.handle(.started(1))
    #expect(machine.handle(.stop) == [.finish(3, .stopping)])
    #expect(machine.handle(.submitted(4)) == [.finish(4, .stopping)])
    #expect(machine.handle(.answered(0)) == [.finish(1, .answered), .close(0)])
    #expect(machine.handle(.answered(1)) == [.finish(2, .answered), .close(1)])
    #expect(!machine.isDrained)
    _ = machine.handle(.exited(0))
    _ = machine.handle(.exited(1))
    #expect(machine.isDrained)
  }

  /// Whatever happens in whatever order: each job ends exactly once, and no worker has two.
  @Test(arguments: [SeededGenerator.freshSeed(), 1, 2, 3]) func everyJobEndsExactlyOnce(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    var world = SimulatedPool(slots: 3)
    for _ in 0..<2000 { world.step(using: &chance) }
    world.drain()
    #expect(world.machine.isDrained, "seed \(seed)")
    #expect(world.violations == [], "seed \(seed)")
    #expect(world.finished.count == world.submitted, "seed \(seed)")
  }
}

/// Children without processes: performs a machine's actions and lets anything happen that can.
private struct SimulatedPool {
  var machine: WorkerMachine
  var submitted = 0
  var finished: Set<Int> = []
  var violations: [String] = []
  private var alive: [Int: Int?] = [:]
  private var starting: Set<Int> = []
  private var resting: Set<Int> = []

  init(slots: Int) {
    machine = WorkerMachine(slots: slots)
  }

  mutating func step(using chance: inout SeededGenerator) {
    let slot = Int.random(in: 0..<3, using: &chance)
    switch Int.random(in: 0..<10, using: &chance) {
    case 0...2:
      submitted += 1
      send(.submitted(submitted - 1))
    case 3: send(.cancelled(Int.random(in: 0...submitted, using: &chance)))
    case 4, 5: become(slot)
    case 6, 7: answer(slot)
    case 8: exit(slot)
    default:
      if let job = alive[slot] ?? nil { send(.deadlinePassed(slot, job)) }
      send(.tick)
    }
  }

  mutating func drain() {
    send(.stop)
    for slot in 0..<3 {
      become(slot)
      answer(slot)
      exit(slot)
    }
  }

  private mutating func become(_ slot: Int) {
    if resting.remove(slot) != nil { return send(.rested(slot)) }
    guard starting.remove(slot) != nil else { return }
    alive[slot] = .some(nil)
    send(.started(slot))
  }

  private mutating func answer(_ slot: Int) {
    guard let held = alive[slot], held != nil else { return }
    alive[slot] = .some(nil)
    send(.answered(slot))
  }

  private mutating func exit(_ slot: Int) {
    guard alive.removeValue(forKey: slot) != nil || starting.remove(slot) != nil else { return }
    send(.exited(slot))
  }

  private mutating func send(_ event: WorkerMachine.Event) {
    for action in machine.handle(event) {
      switch action {
      case .start(let slot):
        if alive[slot] != nil || !starting.insert(slot).inserted { violations.append("\(slot) was started twice") }
      case .give(let job, let slot):
        if alive[slot] == nil || alive[slot] != .some(nil) { violations.append("\(slot) can't take \(job)") }
        if finished.contains(job) { violations.append("\(job) was given after its end") }
        alive[slot] = .some(job)
      case .finish(let job, _):
        if !finished.insert(job).inserted { violations.append("\(job) ended twice") }
      case .kill(let slot), .close(let slot):
        if alive[slot] == nil { violations.append("\(slot) was ended without being there") }
        if case .close = action, let held = alive[slot], held != nil { violations.append("\(slot) was closed at work") }
        alive[slot] = .some(nil)
      case .pause(let slot, _):
        resting.insert(slot)
      }
    }
  }
}
