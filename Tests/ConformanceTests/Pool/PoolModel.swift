import TestSupport

@testable import PersistencePostgres

/// Plays the shell of a pool at random and notes everything that must not be.
struct PoolModel {
  private(set) var faults: [String] = []
  private var pool: PoolMachine
  private let maximum: Int
  private var now: ContinuousClock.Instant
  private var lastCaller = 0
  private var waiting: [Int] = []
  private var opening: Set<Int> = []
  private var open: Set<Int> = []
  private var lent: [Int: Int] = [:]

  init(maximum: Int, start: ContinuousClock.Instant) {
    self.maximum = maximum
    now = start
    pool = PoolMachine(limits: .init(maximum: maximum))
  }

  mutating func step(_ generator: inout SeededGenerator) {
    switch Int.random(in: 0...6, using: &generator) {
    case 0, 1:
      lastCaller += 1
      waiting.append(lastCaller)
      perform(pool.lease(lastCaller, now: now))
    case 2: if let connection = opening.randomElement(using: &generator) { finishOpening(connection, works: true) }
    case 3: if let connection = opening.randomElement(using: &generator) { finishOpening(connection, works: false) }
    case 4:
      if let connection = lent.keys.randomElement(using: &generator) {
        giveBack(connection, isReusable: Bool.random(using: &generator))
      }
    case 5: if let caller = waiting.randomElement(using: &generator) { perform(pool.cancel(caller)) }
    default:
      now += .seconds(Int.random(in: 0...10, using: &generator))
      perform(pool.tick(now: now))
    }
  }

  /// Lets everything come to its end: then nobody waits.
  mutating func drain() {
    for _ in 0..<10_000 where !waiting.isEmpty {
      if let connection = opening.first {
        finishOpening(connection, works: true)
      } else if let connection = lent.keys.first {
        giveBack(connection, isReusable: true)
      } else {
        break
      }
    }
    if !waiting.isEmpty { faults.append("\(waiting.count) callers are forgotten") }
  }

  private mutating func finishOpening(_ connection: Int, works: Bool) {
    opening.remove(connection)
    if works { open.insert(connection) }
    perform(works ? pool.opened(connection, now: now) : pool.failedToOpen(connection))
  }

  private mutating func giveBack(_ connection: Int, isReusable: Bool) {
    lent[connection] = nil
    perform(pool.giveBack(connection, isReusable: isReusable, now: now))
  }

  private mutating func perform(_ actions: [PoolMachine.Action]) {
    for action in actions {
      switch action {
      case .open(let connection): opening.insert(connection)
      case .close(let connection):
        if open.remove(connection) == nil { faults.append("\(connection) is closed but wasn't open") }
        if lent[connection] != nil { faults.append("\(connection) is closed while it is lent") }
      case .lend(let connection, let caller):
        if !open.contains(connection) { faults.append("\(connection) is lent but isn't open") }
        if lent.updateValue(caller, forKey: connection) != nil { faults.append("\(connection) is lent twice") }
        if waiting.first != caller { faults.append("\(caller) is served out of turn") }
        waiting.removeAll { $0 == caller }
      case .refuse(let caller, _): waiting.removeAll { $0 == caller }
      }
    }
    if open.count + opening.count > maximum { faults.append("too many connections") }
    if pool.waitingCount != waiting.count { faults.append("the pool counts \(pool.waitingCount) who wait") }
  }
}
