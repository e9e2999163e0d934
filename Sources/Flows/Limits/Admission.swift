import Core
import Foundation

/// Decides whether a run may begin under its flow's limits. Pure: it is told the facts.
struct Admission {
  /// What is known about the run and its neighbours while nobody else may change it.
  struct Facts: Sendable, Hashable {
    let createdAt: Date
    /// When the throttle lets it begin, once that was settled.
    var startsAt: Date?
    /// Begun and not ended, without this one.
    var begun = 0
    /// As ``begun``, with the same key.
    var begunWithKey = 0
    /// Older ones that wait for a place among ``begun``.
    var ahead = 0
    /// Older ones that wait for a place among ``begunWithKey``.
    var aheadWithKey = 0
    /// Whether a later call with the same debounce key has come.
    var hasLaterCall = false
    /// When the run begins, or began, that is as many starts back as the throttle allows in its span.
    var throttledBy: Date?
  }

  /// What becomes of the run.
  enum Decision: Sendable, Hashable {
    case admit
    case hold(RunHold, until: Date)
    /// A later call counts in its place.
    case supersede
  }

  /// How long a run waits for a place before it looks again by itself; normally the end of another wakes it.
  static let recheck: TimeInterval = 900

  let limits: FlowLimits
  /// The facts with what this decision settles; to be stored.
  private(set) var facts: Facts

  init(limits: FlowLimits, facts: Facts) {
    self.limits = limits
    self.facts = facts
  }

  mutating func decide(at now: Date) -> Decision {
    if let debounce = limits.debounce {
      if facts.hasLaterCall { return .supersede }
      let quietAt = facts.createdAt + debounce.quiet / .seconds(1)
      if quietAt > now { return .hold(.debounce, until: quietAt) }
    }
    if let throttle = limits.throttle {
      let startsAt = facts.startsAt ?? max(now, facts.throttledBy.map { $0 + throttle.every / .seconds(1) } ?? now)
      facts.startsAt = startsAt
      if startsAt > now { return .hold(.throttle, until: startsAt) }
    }
    if let limit = limits.perKey?.concurrency, facts.begunWithKey + facts.aheadWithKey >= limit {
      return .hold(.keyConcurrency, until: now + Self.recheck)
    }
    if let limit = limits.concurrency, facts.begun + facts.ahead >= limit {
      return .hold(.concurrency, until: now + Self.recheck)
    }
    return .admit
  }
}
