import Core
import Foundation

/// What is left of one connection's budget, and which process holds which part of it. Pure: it is told the time.
///
/// Processes take small parts of it at a time and spend them by themselves. A part that its process doesn't renew, since
/// the process is dead, lapses.
struct BudgetLedger: Sendable, Hashable {
  /// One process's part.
  struct Holder: Sendable, Hashable {
    /// How many requests it may have under way.
    var permits: Int
    var expiresAt: Date
  }

  /// What a process gets.
  struct Grant: Sendable, Hashable {
    /// How many requests it may have under way from now on.
    var permits: Int
    /// How many more requests it may send; `nil` for any number.
    var tokens: Int?
    /// How many requests are left for everybody; `nil` for any number.
    var left: Int?
    /// When there is more to be had of what was refused.
    var retryAt: Date?
  }

  /// How long a part stays with a process that says nothing more.
  static let lease: TimeInterval = 30
  /// How soon another process may have given permits back.
  static let permitRetry: TimeInterval = 0.5

  private(set) var holders: [String: Holder] = [:]
  private(set) var tokens: Double?
  private(set) var filledAt: Date?
  private(set) var pausedUntil: Date?

  init() {}

  /// Gives a process its part.
  /// - Parameters:
  ///   - permits: how many requests it wants to have under way in all.
  ///   - inUse: how many it has under way; these are never taken from it.
  ///   - wanted: how many more requests it wants to send.
  mutating func reserve(
    for process: String, permits: Int, inUse: Int, tokens wanted: Int, of limit: BudgetLimit, at now: Date
  ) -> Grant {
    holders = holders.filter { $0.value.expiresAt > now || $0.key == process }
    let others = holders.filter { $0.key != process }
    let free = limit.concurrency - others.values.reduce(0) { $0 + $1.permits }
    let fairShare = max(1, limit.concurrency / (others.count + 1))
    // Those who came first give back down to their share when they ask next.
    let given = max(inUse, min(permits, free, others.isEmpty ? limit.concurrency : fairShare))
    holders[process] = Holder(permits: max(0, given), expiresAt: now + Self.lease)
    var grant = Grant(permits: max(0, given))
    if given <= inUse, permits > inUse { grant.retryAt = now + Self.permitRetry }
    spend(wanted, of: limit, at: now, &grant)
    return grant
  }

  /// Takes back what a process doesn't need any more.
  mutating func giveBack(from process: String, tokens unspent: Int, of limit: BudgetLimit) {
    holders[process] = nil
    if let tokens, let capacity = limit.requests { self.tokens = min(Double(capacity), tokens + Double(unspent)) }
  }

  /// Believes the service when it says that less is left.
  mutating func learn(_ report: BudgetReport, at now: Date) {
    if let until = report.pausedUntil, until > now { pausedUntil = max(pausedUntil ?? until, until) }
    if let remaining = report.remaining, let tokens { self.tokens = min(tokens, Double(max(0, remaining))) }
  }

  private mutating func spend(_ wanted: Int, of limit: BudgetLimit, at now: Date, _ grant: inout Grant) {
    if let pausedUntil, pausedUntil > now {
      grant.tokens = 0
      grant.retryAt = pausedUntil
      return
    }
    pausedUntil = nil
    guard let capacity = limit.requests, let rate = limit.rate else {
      (tokens, filledAt) = (nil, nil)
      return
    }
    let passed = max(0, now.timeIntervalSince(filledAt ?? now))
    var left = min(Double(capacity), (tokens ?? Double(capacity)) + passed * rate)
    let given = min(wanted, Int(left.rounded(.down)))
    left -= Double(given)
    (tokens, filledAt) = (left, now)
    grant.tokens = given
    grant.left = Int(left.rounded(.down))
    if given == 0, wanted > 0 { grant.retryAt = max(grant.retryAt ?? now, now + (1 - left) / rate) }
  }
}

extension BudgetLedger {
  /// As the database keeps it.
  var json: JSONValue {
    var object: JSONObject = [
      "holders": .object(
        JSONObject(
          holders.sorted { $0.key < $1.key }.map { name, holder in
            (name, ["permits": JSONValue(holder.permits), "expiresAt": JSONValue(holder.expiresAt.milliseconds)])
          }))
    ]
    if let tokens { object["tokens"] = .double(tokens) }
    if let filledAt { object["filledAt"] = JSONValue(filledAt.milliseconds) }
    if let pausedUntil { object["pausedUntil"] = JSONValue(pausedUntil.milliseconds) }
    return .object(object)
  }

  /// Reads what the database kept; what it doesn't understand counts as untouched.
  init(json: JSONValue) {
    for (name, value) in json["holders"]?.objectValue ?? [:] {
      guard let permits = value["permits"]?.intValue, let expiresAt = value["expiresAt"]?.intValue else { continue }
      holders[name] = Holder(permits: Int(permits), expiresAt: Date(milliseconds: expiresAt))
    }
    tokens = json["tokens"]?.doubleValue
    filledAt = json["filledAt"]?.intValue.map(Date.init(milliseconds:))
    pausedUntil = json["pausedUntil"]?.intValue.map(Date.init(milliseconds:))
  }
}
