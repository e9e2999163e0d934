import Core
import Foundation

/// Decides how one caller gets a good token: serve what is there, wait for whoever is refreshing, or refresh.
///
/// Pure: it is told what was seen and answers what to do next; the shell around it (``TokenKeeper``) does it. Between
/// processes it never compares clocks: a lease is taken from its holder only after its beat has stood still for
/// ``RefreshPolicy/leaseTime`` of the watcher's own waiting.
struct RefreshMachine: Sendable {
  let policy: RefreshPolicy
  let demand: TokenDemand

  private var phase = Phase.looking
  /// The generation at the first look: anything newer was obtained while we waited, and is good enough.
  private var startGeneration: Int?
  private var watch: Watch?
  private var patience: Duration
  private var seen: TokenSnapshot?
  /// Whether the lease was taken from a holder that gave no sign of life, and may have sent the refresh token.
  private var tookOver = false

  private enum Phase: Equatable { case looking, taking, asking, writing(RefreshVerdict), done }

  /// A foreign lease and how long its beat has stood still.
  private struct Watch: Equatable {
    let lease: TokenSnapshot.Lease
    var still = Duration.zero
  }

  init(policy: RefreshPolicy, demand: TokenDemand) {
    self.policy = policy
    self.demand = demand
    patience = policy.patience
  }

  /// What was seen or done.
  enum Event: Sendable, Equatable {
    /// The row as it is now.
    case looked(TokenSnapshot, at: Date)
    /// Whether the lease is ours.
    case tookLease(Bool)
    /// What the service said.
    case answered(RefreshAnswer, at: Date)
    /// Whether the row took the verdict; not when another one was faster.
    case wrote(Bool, at: Date)
  }

  /// What to do next.
  enum Action: Sendable, Equatable {
    case look
    case wait(Duration)
    /// Take the lease if the row still stands as in the last look.
    case takeLease
    /// Ask the service, keeping the lease alive meanwhile.
    case ask
    /// Write, and give the lease back.
    case write(RefreshVerdict)
    /// The stored token is good.
    case serve
    case fail(RefreshFailure)
  }

  mutating func event(_ event: Event) -> Action {
    switch (phase, event) {
    case (.looking, .looked(let snapshot, let now)): return looked(snapshot, at: now)
    case (.taking, .tookLease(let isOurs)):
      phase = isOurs ? .asking : .looking
      return isOurs ? .ask : .look
    case (.asking, .answered(let answer, let now)):
      let verdict = judge(answer, at: now)
      phase = .writing(verdict)
      return .write(verdict)
    case (.writing(let verdict), .wrote(let isWritten, let now)): return wrote(verdict, isWritten, at: now)
    default:
      // Out of turn: looking again is always right.
      phase = .looking
      return .look
    }
  }

  private mutating func looked(_ snapshot: TokenSnapshot, at now: Date) -> Action {
    seen = snapshot
    if startGeneration == nil { startGeneration = snapshot.generation }
    if let startGeneration, snapshot.generation > startGeneration, snapshot.hasToken { return finish(.serve) }
    if let failure = standingFailure(snapshot) { return finish(.fail(failure)) }
    let isServable = canServe(snapshot, at: now)
    if isServable, !wantsRenewal(snapshot, at: now) { return finish(.serve) }
    guard snapshot.isRenewable else {
      return finish(isServable ? .serve : writeOff(snapshot))
    }
    if case .newerThan = demand, isFresh(snapshot, at: now) { return finish(.fail(.rejectedAfterRefresh)) }
    if let until = snapshot.coolDownUntil, now < until {
      return finish(isServable ? .serve : .fail(.away(snapshot.reason ?? "it didn't answer", until: until)))
    }
    guard let lease = snapshot.lease else {
      tookOver = false
      return take()
    }
    return watched(lease, isServable: isServable)
  }

  private mutating func watched(_ lease: TokenSnapshot.Lease, isServable: Bool) -> Action {
    if isServable, demand != .renewal { return finish(.serve) }
    if watch?.lease != lease { watch = Watch(lease: lease) }
    guard let still = watch?.still, still < policy.leaseTime else {
      tookOver = true
      return take()
    }
    guard patience > .zero else {
      return finish(isServable ? .serve : .fail(.away("the refresh takes too long", until: nil)))
    }
    watch?.still += policy.pollInterval
    patience -= policy.pollInterval
    return .wait(policy.pollInterval)
  }

  private mutating func take() -> Action {
    watch = nil
    phase = .taking
    return .takeLease
  }

  private mutating func wrote(_ verdict: RefreshVerdict, _ isWritten: Bool, at now: Date) -> Action {
    phase = .looking
    guard isWritten else { return .look }
    switch verdict {
    case .renewed: return finish(.serve)
    case .dead(let reason): return finish(.fail(.dead(reason)))
    case .misconfigured(let reason): return finish(.fail(.misconfigured(reason)))
    case .away(let reason, let until), .doubted(let reason, let until):
      let isServable = seen.map { canServe($0, at: now) } ?? false
      return finish(isServable ? .serve : .fail(.away(reason, until: until)))
    }
  }

  private mutating func finish(_ action: Action) -> Action {
    phase = .done
    return action
  }
}

extension RefreshMachine {
  private func judge(_ answer: RefreshAnswer, at now: Date) -> RefreshVerdict {
    switch answer {
    case .granted: .renewed
    case .refused(let reason) where tookOver && seen?.isDoubted == false:
      .doubted(reason, until: now + policy.doubt / .seconds(1))
    case .refused(let reason): .dead(reason)
    case .misconfigured(let reason): .misconfigured(reason)
    case .away(let reason, let retryAfter):
      .away(reason, until: now + policy.coolDown(failures: seen?.failures ?? 0, asked: retryAfter) / .seconds(1))
    }
  }

  /// A state that only a person ends.
  private func standingFailure(_ snapshot: TokenSnapshot) -> RefreshFailure? {
    switch snapshot.state {
    case .needsReconnect: .dead(snapshot.reason ?? "the service took the permission back")
    case .misconfigured: .misconfigured(snapshot.reason ?? "the service refuses the client")
    case .incomplete where !snapshot.hasToken && !snapshot.isRenewable: .incomplete
    case .incomplete, .untested, .healthy, .unavailable: nil
    }
  }

  private func canServe(_ snapshot: TokenSnapshot, at now: Date) -> Bool {
    guard snapshot.hasToken else { return false }
    if case .newerThan(let refused) = demand, snapshot.generation <= refused { return false }
    return snapshot.expiresAt.map { now < $0 } ?? true
  }

  private func wantsRenewal(_ snapshot: TokenSnapshot, at now: Date) -> Bool {
    if demand == .renewal, now.timeIntervalSince(snapshot.renewedAt) >= policy.keepAlive / .seconds(1) { return true }
    guard let expiresAt = snapshot.expiresAt else { return false }
    let lifetime = Duration.seconds(max(0, expiresAt.timeIntervalSince(snapshot.renewedAt)))
    let margin = min(policy.margin, lifetime / 4)
    return now >= expiresAt - margin / .seconds(1)
  }

  /// Whether the refused token is so young that another one would fare no better.
  private func isFresh(_ snapshot: TokenSnapshot, at now: Date) -> Bool {
    let age = now.timeIntervalSince(snapshot.renewedAt)
    return snapshot.hasToken && age >= 0 && age < policy.rejectionGuard / .seconds(1)
  }

  /// Nothing good is left, and there is no way to a new one without a person.
  private func writeOff(_ snapshot: TokenSnapshot) -> Action {
    if !snapshot.hasToken { return .fail(.incomplete) }
    return .fail(.spent)
  }
}
