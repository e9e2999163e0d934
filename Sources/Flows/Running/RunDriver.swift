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
  private let loader: RunLoader

  init(engine: RunEngine, claimed: ClaimedRun, mailbox: Mailbox<RunSignal>) {
    self.engine = engine
    self.claimed = claimed
    self.mailbox = mailbox
    loader = RunLoader(engine: engine, claimed: claimed)
    attempts = AttemptRunner(engine: engine, claimed: claimed, mailbox: mailbox)
  }

  /// Returns when the run has ended, waits, or belongs to somebody else. Never leaves anything in flight.
  func drive() async {
    do {
      try await carryOut()
    } catch is LeaseLost {
      engine.logger.debug("Run taken over by another worker", metadata: ["run": "\(claimed.lease.run)"])
    } catch let error as any CodedError where Self.isLasting(error) {
      await end(with: error)
    } catch {
      // The lease lapses, and the run is taken up again from its journal.
      engine.logger.warning(
        "Run put off", metadata: ["run": "\(claimed.lease.run)", "error": "\(error)"])
    }
    engine.feed.poke(claimed.lease.run, isAnswer: true)
  }

  private enum Ending {
    case over
    case giveUp(at: Date, isWaiting: Bool)
  }

  private func carryOut() async throws {
    if claimed.isPaused { return try await handBack() }
    let definition = try await engine.plans.definition(of: claimed, in: engine.store)
    var session = try await loader.session(definition)
    let ending = try await withThrowingDiscardingTaskGroup { group in
      let ending = try await loop(&session, definition, &group)
      group.cancelAll()
      return ending
    }
    if case .giveUp(let at, let isWaiting) = ending { try await giveUp(&session, at: at, isWaiting: isWaiting) }
  }

  private func loop(
    _ session: inout RunSession, _ definition: FlowDefinition, _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws -> Ending {
    // A run that is to end is told so first: nothing of it is begun again.
    var signals: [RunSignal] = claimed.isCancelRequested ? [.event(.cancelRequested)] : []
    signals.append(.event(.started))
    var isStopping = false
    var prepared: [RunOrder] = []
    while true {
      if signals.contains(where: \.endsWork) {
        isStopping = true
        _ = session.handle(.held, at: engine.effects.now())
      }
      var orders = try await carryOut(signals, after: prepared, &session, definition)
      // What needs no commit and was too much for this turn.
      prepared = orders.filter(\.isPreparation)
      orders.removeAll(where: \.isPreparation)
      if orders.contains(where: { if case .end = $0 { true } else { false } }) { return .over }
      isStopping = isStopping || Task.isCancelled
      if !isStopping { attempts.begin(orders, in: &group) }
      let heard = isStopping ? [] : try await listen(for: orders)
      if heard.isEmpty, let ending = pause(session, hasMore: !prepared.isEmpty, isStopping: isStopping) {
        return ending
      }
      if !prepared.isEmpty, !isStopping {
        signals = heard + mailbox.takeAtHand()
        continue
      }
      signals = heard.isEmpty ? await mailbox.take() : heard
      if signals.isEmpty { return .giveUp(at: engine.effects.now(), isWaiting: false) }
    }
  }

  /// Takes in what happened and commits it.
  /// - Returns: what is to be done now.
  private func carryOut(
    _ signals: [RunSignal], after prepared: [RunOrder], _ session: inout RunSession, _ definition: FlowDefinition
  ) async throws -> [RunOrder] {
    var orders = prepared
    for signal in signals {
      switch signal {
      case .event(let event):
        attempts.settle(event)
        orders += session.handle(event, at: engine.effects.now())
      case .progress(let progress): session.add(progress)
      case .exchanges(let exchanges): session.add(exchanges)
      case .handBack, .pause: continue
      case .leaseLost: throw LeaseLost()
      }
    }
    orders = try await prepare(orders, &session, definition)
    try await commit(&session)
    for case .end(let outcome) in orders { engine.metrics.ended(claimed.flow, as: outcome) }
    return orders
  }

  /// What has come already for the steps that have just begun to wait.
  private func listen(for orders: [RunOrder]) async throws -> [RunSignal] {
    let paths = orders.compactMap { if case .listen(let path) = $0 { path } else { nil } }
    guard !paths.isEmpty else { return [] }
    let run = claimed.lease.run
    let signals = try await engine.store.read { try SignalStore(session: $0).signals(of: [run]) }
    return signals.filter { paths.contains($0.path) }.map {
      .event(.signalled(path: $0.path, payload: $0.payload))
    }
  }

  /// Whether the run is to be given up now.
  /// - Parameter hasMore: whether the machine has more to decide at once.
  private func pause(_ session: RunSession, hasMore: Bool, isStopping: Bool) -> Ending? {
    guard attempts.inFlight == 0, isStopping || !hasMore else { return nil }
    let now = engine.effects.now()
    guard !hasMore, let until = session.restsUntil else {
      return isStopping ? .giveUp(at: now, isWaiting: false) : nil
    }
    let rest = until.timeIntervalSince(now)
    guard isStopping || rest * 1000 > Double(engine.settings.longestRest.milliseconds) else { return nil }
    return .giveUp(at: until, isWaiting: true)
  }

  /// Fills templates and reads the journal until the machine asks for no more, or there is enough for a turn.
  /// - Returns: the orders that are left.
  private func prepare(
    _ orders: [RunOrder], _ session: inout RunSession, _ definition: FlowDefinition
  ) async throws -> [RunOrder] {
    var left: [RunOrder] = []
    var next = orders
    while !next.isEmpty, !session.isFull {
      var evaluations: [Evaluation] = []
      var made: [RunOrder] = []
      for order in next {
        switch order {
        case .evaluate(let evaluation): evaluations.append(evaluation)
        case .recall(let recall):
          made += session.handle(.recalled(try await loader.answer(recall)), at: engine.effects.now())
        case .proceed: made += session.handle(.proceed, at: engine.effects.now())
        default: left.append(order)
        }
      }
      if !evaluations.isEmpty {
        for (path, result) in await engine.evaluator.fill(evaluations, of: definition) {
          made += session.handle(.evaluated(path: path, result), at: engine.effects.now())
        }
      }
      next = made
    }
    return left + next
  }

  /// Commits; tries again while the database is away, since what was done must not be forgotten.
  private func commit(_ session: inout RunSession) async throws {
    guard session.isDirty else { return }
    let whole = session.takeCommit()
    attempts.forgetTimers(of: whole.rows)
    let commit = try await engine.untilKept(tries: 200) { try await engine.payloads.shrunk(whole) }
    try await engine.untilKept(tries: 200) { try await engine.journal.commit(commit) }
    engine.feed.poke(claimed.lease.run, isAnswer: commit.response != nil || commit.isEnding)
  }

  private func giveUp(_ session: inout RunSession, at: Date, isWaiting: Bool) async throws {
    session.handBack(readyAt: at, isWaiting: isWaiting, at: engine.effects.now())
    try await engine.journal.commit(try await engine.payloads.shrunk(session.takeCommit()))
  }

  /// Gives a run back that was taken though somebody has paused it.
  private func handBack() async throws {
    let now = engine.effects.now()
    var commit = RunCommit(lease: claimed.lease, revision: 0)
    commit.ending = .handedBack(readyAt: RunStore.never, isWaiting: true, at: now)
    try await engine.journal.commit(commit)
  }

  /// Whether trying again can't help: the flow can't be read, or the journal can't take what the run has to say.
  private static func isLasting(_ error: any CodedError) -> Bool {
    switch error {
    case is FlowError: true
    case PersistenceError.refused, PersistenceError.statement: true
    default: false
    }
  }

  /// Ends a run that can't go on, and says why.
  private func end(with error: any CodedError) async {
    engine.logger.error("Run can't go on", metadata: ["run": "\(claimed.lease.run)", "error": "\(error.code)"])
    let failure = StepFailure(
      code: error.code, message: "The run can't go on. \(error.message)",
      advice: error.advice ?? "Save the flow again, and run it anew.", details: error.details)
    var commit = RunCommit(lease: claimed.lease, revision: 0, parent: claimed.parent)
    commit.ending = .ended(.failed(path: "", failure), at: engine.effects.now())
    try? await engine.journal.commit(commit)
  }
}
