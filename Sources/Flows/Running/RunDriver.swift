import Core
import Foundation
import Logging
import Persistence
import Synchronization

/// Carries out one run for as long as its lease is held: asks the machine, commits, performs.
struct RunDriver: Sendable {
  let engine: RunEngine
  let claimed: ClaimedRun
  let mailbox: Mailbox<RunSignal>
  private let attempts: AttemptRunner

  init(engine: RunEngine, claimed: ClaimedRun, mailbox: Mailbox<RunSignal>) {
    self.engine = engine
    self.claimed = claimed
    self.mailbox = mailbox
    attempts = AttemptRunner(engine: engine, claimed: claimed, mailbox: mailbox)
  }

  /// Returns when the run has ended, waits, or belongs to somebody else. Never leaves anything in flight.
  func drive() async {
    do {
      let definition = try await engine.plans.definition(of: claimed, in: engine.store)
      var session = try await loadSession(definition)
      let ending = try await withThrowingDiscardingTaskGroup { group in
        let ending = try await loop(&session, definition, &group)
        group.cancelAll()
        return ending
      }
      if case .giveUp(let at, let isWaiting) = ending { try await giveUp(&session, at: at, isWaiting: isWaiting) }
    } catch is LeaseLost {
      engine.logger.debug("Run taken over by another worker", metadata: ["run": "\(claimed.lease.run)"])
    } catch {
      // The lease lapses, and the run is taken up again from its journal.
      engine.logger.warning(
        "Run put off", metadata: ["run": "\(claimed.lease.run)", "error": "\(error)"])
    }
    engine.feed.poke(claimed.lease.run)
  }

  private enum Ending {
    case over
    case giveUp(at: Date, isWaiting: Bool)
  }

  private func loop(
    _ session: inout RunSession, _ definition: FlowDefinition, _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws -> Ending {
    var signals: [RunSignal] = [.event(.started)]
    if claimed.isCancelRequested { signals.append(.event(.cancelRequested)) }
    var isStopping = false
    while true {
      var orders: [RunOrder] = []
      for signal in signals {
        switch signal {
        case .event(let event):
          attempts.settle(event)
          orders += session.handle(event, at: engine.effects.now())
        case .progress(let progress): session.add(progress)
        case .handBack: isStopping = true
        case .leaseLost: throw LeaseLost()
        }
      }
      orders = await evaluate(orders, &session, definition)
      try await commit(&session)
      if orders.contains(where: { if case .end = $0 { true } else { false } }) { return .over }
      isStopping = isStopping || Task.isCancelled
      if !isStopping { attempts.begin(orders, in: &group) }
      if let ending = pause(session, isStopping: isStopping) { return ending }
      signals = await mailbox.take()
      if signals.isEmpty { return .giveUp(at: engine.effects.now(), isWaiting: false) }
    }
  }

  /// Whether the run is to be given up now.
  private func pause(_ session: RunSession, isStopping: Bool) -> Ending? {
    guard attempts.inFlight == 0 else { return nil }
    let now = engine.effects.now()
    guard let until = session.restsUntil else {
      return isStopping ? .giveUp(at: now, isWaiting: false) : nil
    }
    let rest = until.timeIntervalSince(now)
    guard isStopping || rest * 1000 > Double(engine.settings.longestRest.milliseconds) else { return nil }
    return .giveUp(at: until, isWaiting: true)
  }

  /// Fills templates until the machine asks for no more.
  /// - Returns: the orders that are left.
  private func evaluate(
    _ orders: [RunOrder], _ session: inout RunSession, _ definition: FlowDefinition
  ) async -> [RunOrder] {
    var left: [RunOrder] = []
    var next = orders
    while !next.isEmpty {
      var evaluations: [Evaluation] = []
      for order in next {
        if case .evaluate(let evaluation) = order { evaluations.append(evaluation) } else { left.append(order) }
      }
      next = []
      guard !evaluations.isEmpty else { break }
      for (path, result) in await engine.evaluator.fill(evaluations, of: definition) {
        next += session.handle(.evaluated(path: path, result), at: engine.effects.now())
      }
    }
    return left
  }

  /// Commits; tries again while the database is away, since what was done must not be forgotten.
  private func commit(_ session: inout RunSession) async throws {
    guard session.isDirty else { return }
    let commit = session.takeCommit()
    var tries = 0
    while true {
      do {
        try await engine.journal.commit(commit)
        engine.feed.poke(claimed.lease.run)
        return
      } catch let error as any CodedError where error.category.isTransient || error.category == .insufficientStorage {
        tries += 1
        guard tries < 200 else { throw error }
        try await engine.effects.sleep(.milliseconds(250))
      }
    }
  }

  private func giveUp(_ session: inout RunSession, at: Date, isWaiting: Bool) async throws {
    session.handBack(at: at, isWaiting: isWaiting)
    try await engine.journal.commit(session.takeCommit())
  }

  private func loadSession(_ definition: FlowDefinition) async throws -> RunSession {
    let run = claimed.lease.run
    var records: [StepRecord] = []
    var revision: Int64 = 0
    if !claimed.isFirstClaim {
      (records, revision) = try await engine.store.read { session in
        let steps = StepStore(session: session)
        return (try steps.records(of: run), try steps.revision(of: run))
      }
    }
    let context = ExpressionContext(
      trigger: claimed.trigger, steps: [:], item: .null, index: .null, vars: definition.variables,
      run: [
        "id": JSONValue(run), "flow": JSONValue(claimed.flow), "version": JSONValue(claimed.version),
        "startedAt": JSONValue(claimed.startedAt),
      ])
    return RunSession(
      machine: RunMachine(definition: definition, context: context, journal: records), lease: claimed.lease,
      known: Set(records.map(\.path)), revision: revision)
  }
}
