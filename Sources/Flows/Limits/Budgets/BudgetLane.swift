import Foundation

/// One process's part of a connection's budget, and who waits for it. Pure: it is told the time.
struct BudgetLane: Sendable {
  /// Whoever would have to wait longer than that is sent away, to rest durably.
  static let longestWait: TimeInterval = 5
  /// A part that nobody used for so long is given back.
  static let idleAfter: TimeInterval = 2

  var limit: BudgetLimit
  private(set) var permits = 0
  private(set) var inUse = 0
  /// `nil` when any number may be sent.
  private(set) var tokens: Int? = 0
  private(set) var pausedUntil: Date?
  /// Those who wait, in order.
  private(set) var waiting: [Int] = []
  private var usedAt: Date
  private var reservedAt: Date?
  /// The time that was told last to somebody who was sent away.
  private var horizon: Date?
  /// What the ledger had left when it was asked last.
  private var ledgerLeft: Int?

  init(limit: BudgetLimit, at now: Date) {
    self.limit = limit
    usedAt = now
  }

  /// Somebody wants to send a request.
  /// - Returns: when to come back instead, for those who would wait too long.
  mutating func enter(_ caller: Int, at now: Date) -> BudgetSpent? {
    usedAt = now
    guard lateness(at: now) > Self.longestWait else {
      waiting.append(caller)
      return nil
    }
    return sendAway(at: now)
  }

  /// Those who began to wait before it was known for how long.
  mutating func evict(at now: Date) -> [(caller: Int, spent: BudgetSpent)] {
    guard let pausedUntil, pausedUntil.timeIntervalSince(now) > Self.longestWait else { return [] }
    defer { waiting = [] }
    return waiting.map { ($0, sendAway(at: now)) }
  }

  private func lateness(at now: Date) -> TimeInterval {
    max(pausedUntil.map { $0.timeIntervalSince(now) } ?? 0, backlog)
  }

  /// Each is told another time, so that they don't all come back at once.
  private mutating func sendAway(at now: Date) -> BudgetSpent {
    let spacing = 1 / max(limit.rate ?? Double(limit.concurrency), 0.001)
    let until = max(now + lateness(at: now), (horizon ?? now) + spacing)
    horizon = until
    return BudgetSpent(until: until)
  }

  /// How long those who wait already need for their turns, in seconds. What the ledger has left is there to be used at
  /// once; before it was asked, nobody is sent away.
  private var backlog: TimeInterval {
    guard let rate = limit.rate, let ledgerLeft else { return 0 }
    return Double(max(0, waiting.count - (tokens ?? 0) - ledgerLeft)) / rate
  }

  /// Those whose turn it is; each is to be followed by ``leave(at:)``.
  mutating func admit(at now: Date) -> [Int] {
    if let pausedUntil, pausedUntil > now { return [] }
    let count = min(waiting.count, permits - inUse, tokens ?? .max)
    guard count > 0 else { return [] }
    defer { waiting.removeFirst(count) }
    inUse += count
    tokens = tokens.map { $0 - count }
    return Array(waiting.prefix(count))
  }

  mutating func leave(at now: Date) {
    inUse -= 1
    usedAt = now
  }

  /// - Returns: whether the caller was still waiting.
  mutating func drop(_ caller: Int) -> Bool {
    guard let index = waiting.firstIndex(of: caller) else { return false }
    waiting.remove(at: index)
    return true
  }

  /// What to ask the ledger for, so that it needn't be asked for each request: a second's worth.
  var wish: (permits: Int, tokens: Int) {
    let perSecond = Int((limit.rate ?? 0).rounded(.up))
    let missing = max(waiting.count, 1, perSecond) - (tokens ?? 0)
    return (min(limit.concurrency, max(inUse + waiting.count, permits, 1)), limit.requests == nil ? 0 : max(0, missing))
  }

  mutating func take(_ grant: BudgetLedger.Grant, at now: Date) {
    permits = grant.permits
    tokens = grant.tokens.map { (tokens ?? 0) + $0 }
    pausedUntil = tokens == 0 ? grant.retryAt : nil
    ledgerLeft = grant.left
    reservedAt = now
  }

  /// Whether there is nothing more to ask the ledger for: who waits, waits for others of this process.
  var hasItsPart: Bool { (tokens ?? 1) > 0 && permits >= limit.concurrency }

  /// - Returns: whether the other processes must know of it.
  mutating func learn(_ report: BudgetReport, at now: Date) -> Bool {
    var isNews = false
    if let until = report.pausedUntil, until > now, until > pausedUntil ?? now {
      pausedUntil = until
      isNews = true
    }
    if let remaining = report.remaining.map({ max(0, $0) }), let known = tokens {
      tokens = min(known, remaining)
      if let left = ledgerLeft, remaining < left {
        ledgerLeft = remaining
        isNews = true
      }
    }
    return isNews
  }

  /// Whether its part must be renewed, or the ledger would take it for that of a dead process.
  func mustRenew(at now: Date) -> Bool {
    guard let reservedAt, permits > 0 else { return false }
    return now.timeIntervalSince(reservedAt) > BudgetLedger.lease / 3
  }

  func isIdle(at now: Date) -> Bool {
    inUse == 0 && waiting.isEmpty && horizon ?? now <= now && now.timeIntervalSince(usedAt) > Self.idleAfter
  }
}
