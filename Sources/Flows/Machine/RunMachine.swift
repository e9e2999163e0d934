import Core
package import Foundation

/// Decides what happens next in one run: events in, orders and journal changes out. It does nothing itself.
///
/// The journal is the truth: a machine made from it goes on where the last one stopped, takes the outputs of finished
/// steps from it, and begins anew what was in flight. The caller commits ``takeChanges()`` before it carries out any
/// order but evaluations, so that what was ordered is known after a crash.
///
/// ```swift
/// var machine = RunMachine(definition: definition, context: context, journal: records)
/// let orders = machine.handle(.started, at: now)
/// ```
package struct RunMachine: Sendable {
  /// Where the machine is as a whole.
  enum Phase: Sendable, Hashable {
    case new
    case going
    /// Nothing new is begun; what is in flight is waited for.
    case stopping(StopReason)
    case ended(RunOutcome)
  }

  enum StopReason: Sendable, Hashable {
    case failure(path: String, StepFailure)
    case cancel
  }

  /// Something to look at before the event is done with.
  enum Work: Sendable {
    /// Goes on in a list of steps.
    case advance(block: String)
    /// Begins rounds of a loop as far as its limit allows.
    case fill(loop: String)
    /// A step's template is filled.
    case begin(path: String, value: JSONValue)
  }

  let definition: FlowDefinition
  let base: ExpressionContext
  var phase: Phase = .new
  /// What the journal held at the start and the machine hasn't come to yet, by path.
  var journal: [String: StepRecord]
  /// What is going on, by path.
  var active: [String: ActiveStep] = [:]
  /// The lists of steps in hand, by the path of their owner; the flow's own is at the empty path.
  var blocks: [String: StepBlock] = [:]
  /// What expressions see, by the path of the round, or the empty path outside of loops.
  var scopes: [String: Scope] = [:]
  var loops: [String: LoopState] = [:]
  var work: [Work] = []
  var orders: [RunOrder] = []
  private var changedSteps: [String: Int] = [:]
  private var changes: [JournalChange] = []

  /// - Parameters:
  ///   - context: what expressions see outside of every step: the trigger and the facts on the run.
  ///   - journal: every row of the run; empty for one that hasn't begun.
  package init(definition: FlowDefinition, context: ExpressionContext, journal: [StepRecord]) {
    self.definition = definition
    base = context
    self.journal = Dictionary(journal.map { ($0.path, $0) }, uniquingKeysWith: { _, later in later })
  }

  /// Takes in what happened.
  /// - Returns: what to do now, in order.
  package mutating func handle(_ event: RunEvent, at now: Date) -> [RunOrder] {
    orders = []
    switch event {
    case .started: start(at: now)
    case .evaluated(let path, let result): evaluated(path, result, at: now)
    case .stepFinished(let path, let attempt, let output): finished(path, attempt, output, at: now)
    case .stepFailed(let path, let attempt, let failure): failed(path, attempt, failure, at: now)
    case .timerFired(let path): timerFired(path, at: now)
    case .cancelRequested: stop(.cancel, at: now)
    }
    while !work.isEmpty { carryOut(work.removeFirst(), at: now) }
    endIfStopped(at: now)
    return orders
  }

  /// The journal changes since the last call, in order; each step at most once, in its latest state.
  package mutating func takeChanges() -> [JournalChange] {
    defer {
      changes = []
      changedSteps = [:]
    }
    return changes
  }

  /// How the run ended, once it has.
  package var outcome: RunOutcome? {
    if case .ended(let outcome) = phase { outcome } else { nil }
  }

  /// When nothing is in flight and everything waits for the clock: the first time at which something happens.
  package var restsUntil: Date? {
    var earliest: Date?
    for step in active.values {
      switch step.phase {
      case .evaluating, .performing: return nil
      case .resting(let until): earliest = min(earliest ?? until, until)
      case .inside: continue
      }
    }
    return earliest
  }

  /// How many attempts are in flight.
  package var performing: Int {
    active.values.count { $0.phase == .performing }
  }

  mutating func change(_ record: StepRecord) {
    if let place = changedSteps[record.path] {
      changes[place] = .step(record)
    } else {
      changedSteps[record.path] = changes.count
      changes.append(.step(record))
    }
  }

  mutating func change(_ attempt: AttemptRecord) {
    changes.append(.attempt(attempt))
  }

  private mutating func carryOut(_ next: Work, at now: Date) {
    guard phase == .going else { return }
    switch next {
    case .advance(let block): advance(block, at: now)
    case .fill(let loop): fill(loop, at: now)
    case .begin(let path, let value): begin(path, value, at: now)
    }
  }
}
