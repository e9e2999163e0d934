import Core
package import Foundation

/// Decides what happens next in one run: events in, orders and journal changes out. It does nothing itself.
///
/// The journal is the truth: a machine made from it goes on where the last one stopped, takes the outputs of finished
/// steps from it, and begins anew what was in flight. The caller commits ``takeChanges()`` before it carries out any
/// order but evaluations, so that what was ordered is known after a crash.
///
/// What is in hand forms a tree. A step that fails hands its failure outward, from list to step to list, until something
/// takes it: `onError`, `catch`, a loop that goes on. What is given up *winds down*: nothing new is begun in it, what is
/// in flight comes to its end, and `finally` is done all the same.
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
    case ended(RunOutcome)
  }

  /// Why a run ends before its last step.
  enum StopReason: Sendable, Hashable {
    case cancel
    case deadline(StepFailure)
    case stopped(output: JSONValue)
  }

  /// Something to look at before the event is done with.
  enum Work: Sendable {
    /// Goes on in a list of steps.
    case advance(block: String)
    /// Begins rounds of a loop, or branches, as far as the limit allows.
    case fill(path: String)
    /// A step's template is filled.
    case begin(path: String, value: JSONValue)
  }

  let definition: FlowDefinition
  let base: ExpressionContext
  let callbacks: CallbackAddresses?
  let deadline: Date?
  var phase: Phase = .new
  var stopReason: StopReason?
  var isHeld = false
  /// How many changes are made at most between two commits, about; the rest waits for ``RunEvent/proceed``.
  var mostChanges = 256
  var journal: StepJournal
  /// What is going on, by path.
  var active: [String: ActiveStep] = [:]
  /// The lists of steps in hand, by the path of their owner; the flow's own is at the empty path.
  var blocks: [String: StepBlock] = [:]
  /// What expressions see, by the path of the round or branch, or the empty path outside of both.
  var scopes: [String: Scope] = [:]
  /// The loops and the parallel steps in hand.
  var loops: [String: LoopState] = [:]
  var work: [Work] = []
  var orders: [RunOrder] = []
  private var changedSteps: [String: Int] = [:]
  private var changes: [JournalChange] = []

  /// - Parameters:
  ///   - context: what expressions see outside of every step: the trigger and the facts on the run.
  ///   - journal: the rows outside of loops' rounds; empty for a run that hasn't begun.
  ///   - deadline: when the run is given up.
  package init(
    definition: FlowDefinition, context: ExpressionContext, journal: [StepRecord], deadline: Date? = nil
  ) {
    self.init(
      definition: definition, context: context, journal: StepJournal(journal), deadline: deadline, callbacks: nil)
  }

  init(
    definition: FlowDefinition, context: ExpressionContext, journal: StepJournal, deadline: Date?,
    callbacks: CallbackAddresses?
  ) {
    self.definition = definition
    base = context
    self.journal = journal
    self.deadline = deadline
    self.callbacks = callbacks
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
    case .signalled(let path, let payload): signalled(path, payload, at: now)
    case .cancelRequested: stop(.cancel, at: now)
    case .recalled(let recollection): recalled(recollection, at: now)
    case .collected(let path, let result): collected(path, result, at: now)
    case .proceed: break
    case .held: isHeld = true
    }
    while !work.isEmpty, !isHeld, changes.count < mostChanges { carryOut(work.removeFirst(), at: now) }
    if !work.isEmpty, !isHeld, phase == .going { orders.append(.proceed) }
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

  mutating func add(_ change: JournalChange) {
    changes.append(change)
  }

  private mutating func carryOut(_ next: Work, at now: Date) {
    guard phase == .going else { return }
    switch next {
    case .advance(let block): advance(block, at: now)
    case .fill(let path): fill(path, at: now)
    case .begin(let path, let value): begin(path, value, at: now)
    }
  }
}
