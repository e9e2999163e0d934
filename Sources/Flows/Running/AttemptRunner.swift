import Core
import Foundation
import Persistence
import Synchronization

/// Performs the attempts of one run and tells its driver how they went.
final class AttemptRunner: Sendable {
  /// A step's output is kept whole in the journal; files travel as handles, so this is plenty.
  static let maximumOutput = 16 << 20

  private let engine: RunEngine
  private let claimed: ClaimedRun
  private let mailbox: Mailbox<RunSignal>
  private let tasks = Mutex<[String: Task<Void, Never>]>([:])
  /// What waits for a time, by path.
  private let timers = Mutex<[String: [Task<Void, Never>]]>([:])

  init(engine: RunEngine, claimed: ClaimedRun, mailbox: Mailbox<RunSignal>) {
    self.engine = engine
    self.claimed = claimed
    self.mailbox = mailbox
  }

  /// Notes that the driver has taken in how an attempt went.
  func settle(_ event: RunEvent) {
    switch event {
    case .stepFinished(let path, _, _), .stepFailed(let path, _, _): tasks.withLock { $0[path] = nil }
    case .collected(let path, _): tasks.withLock { $0[path] = nil }
    case .timerFired(let path): timers.withLock { $0[path] = nil }
    case .started, .evaluated, .signalled, .cancelRequested, .recalled, .proceed, .held: return
    }
  }

  /// How many attempts are being performed, or have told of their end without the driver knowing yet.
  var inFlight: Int { tasks.withLock(\.count) }

  /// Carries out orders as child tasks of the driver.
  func begin(_ orders: [RunOrder], in group: inout ThrowingDiscardingTaskGroup<any Error>) {
    for order in orders {
      switch order {
      case .perform(let performance): begin(performance, in: &group)
      case .wake(let path, let at):
        let task = Task { await self.wake(path, at) }
        timers.withLock { $0[path, default: []].append(task) }
        add(task, to: &group)
      case .collect(let path, let count):
        let task = Task { await self.collect(path, count) }
        tasks.withLock { $0[path] = task }
        add(task, to: &group)
      case .abandon(let path): tasks.withLock { $0[path] }?.cancel()
      case .evaluate, .recall, .proceed, .listen, .end: continue
      }
    }
  }

  private func begin(_ performance: Performance, in group: inout ThrowingDiscardingTaskGroup<any Error>) {
    // A task of its own, so that it can be cancelled alone; the child task waits for it and hands cancellation on.
    let task = Task {
      let log = ExchangeLog(masker: self.engine.masker)
      let began = self.engine.effects.now()
      let event = await self.perform(performance, log)
      self.count(event, performance, since: began)
      let exchanges = log.all
      if !exchanges.isEmpty {
        self.mailbox.post(
          .exchanges(RunCommit.Exchanges(path: performance.path, attempt: performance.attempt, all: exchanges)))
      }
      self.mailbox.post(.event(event))
    }
    tasks.withLock { $0[performance.path] = task }
    add(task, to: &group)
  }

  private func add(_ task: Task<Void, Never>, to group: inout ThrowingDiscardingTaskGroup<any Error>) {
    group.addTask {
      await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }

  private func collect(_ path: String, _ count: Int) async {
    let collector = LoopCollector(engine: engine, run: claimed.lease.run, path: path, count: count)
    mailbox.post(.event(.collected(path: path, await collector.collect())))
  }

  /// Lets go of the timers of what has ended: a loop would gather one for each step with a time-out.
  func forgetTimers(of rows: [RunCommit.Row]) {
    guard timers.withLock({ !$0.isEmpty }) else { return }
    for row in rows where row.record.state.isFinal {
      for timer in timers.withLock({ $0.removeValue(forKey: row.record.path) }) ?? [] { timer.cancel() }
    }
  }

  private func count(_ event: RunEvent, _ performance: Performance, since began: Date) {
    let succeeded = if case .stepFinished = event { true } else { false }
    engine.metrics.attempted(
      claimed.flow, connection: performance.connection, succeeded: succeeded,
      took: .seconds(engine.effects.now().timeIntervalSince(began)))
  }

  private func wake(_ path: String, _ at: Date) async {
    let rest = at.timeIntervalSince(engine.effects.now())
    do {
      if rest > 0 { try await engine.effects.sleep(.milliseconds(Int64((rest * 1000).rounded(.up)))) }
      mailbox.post(.event(.timerFired(path: path)))
    } catch {
      // Cancelled: the run has ended or is given up, and whoever takes it up sets the clock anew.
    }
  }

  private func perform(_ performance: Performance, _ log: ExchangeLog) async -> RunEvent {
    do {
      let output = try await call(performance, log)
      guard output.isSmaller(than: Self.maximumOutput) else {
        throw StepFailure(
          code: "output_too_large", message: "The output is larger than \(Self.maximumOutput >> 20) MB.",
          advice: "Ask for less, or page by page.")
      }
      return .stepFinished(
        path: performance.path, attempt: performance.attempt, output: engine.masker.forStorage(output))
    } catch let failure as StepFailure {
      return .stepFailed(path: performance.path, attempt: performance.attempt, engine.masker.masked(failure))
    } catch is CancellationError {
      return .stepFailed(path: performance.path, attempt: performance.attempt, .cancelled)
    } catch {
      let failure =
        (error as? any CodedError).map { StepFailure($0) }
        ?? StepFailure(code: "action_failed", message: "The action failed for a reason it doesn't name.")
      return .stepFailed(path: performance.path, attempt: performance.attempt, engine.masker.masked(failure))
    }
  }

  private func call(_ performance: Performance, _ log: ExchangeLog) async throws -> JSONValue {
    guard let timeout = performance.timeout else { return try await work(performance, log) }
    return try await withThrowingTaskGroup(of: JSONValue.self) { group in
      group.addTask { try await self.work(performance, log) }
      group.addTask { [effects = engine.effects] in
        try await effects.sleep(timeout)
        throw StepFailure.timedOut(after: timeout)
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
  }

  private func work(_ performance: Performance, _ log: ExchangeLog) async throws -> JSONValue {
    switch performance.work {
    case .action(let step):
      return try await action(of: step).run(call(of: step, performance, input: performance.input, log))
    case .page(let lister): return try await page(of: lister, performance, log)
    case .lines: return try await lines(performance, log)
    case .startFlow(let subflow):
      return try await engine.untilKept {
        try await SubflowStarter(store: engine.store, now: engine.effects.now())
          .start(subflow, input: performance.input, path: performance.path, of: claimed)
      }
    case .state(let operation):
      return try await engine.untilKept {
        try await FlowMemory(store: engine.store, now: engine.effects.now())
          .perform(operation, performance.input, path: performance.path, of: claimed)
      }
    }
  }

  private func action(of step: ActionStep) throws(StepFailure) -> RegisteredAction {
    guard let action = engine.actions[step.action] else {
      throw StepFailure(
        code: "unknown_action", message: "There is no action \"\(step.action)\" any more.",
        advice: "Change the flow to an action there is.", field: "action")
    }
    return action
  }

  private func call(of step: ActionStep?, _ performance: Performance, input: JSONValue, _ log: ExchangeLog)
    -> ActionCall
  {
    ActionCall(
      connection: step?.connection, team: claimed.team, flow: claimed.flow, input: input,
      idempotencyKey: "\(claimed.lease.run)/\(performance.path)", checkpoint: checkpoint(for: performance.path),
      progress: progress(of: performance.path), record: log.add, run: claimed.lease.run)
  }

  private func page(of lister: ActionStep, _ performance: Performance, _ log: ExchangeLog) async throws -> JSONValue {
    let action = try action(of: lister)
    let call = call(of: lister, performance, input: performance.input["input"] ?? [:], log)
    guard let list = action.page else { return try ActionPage(whole: await action.run(call)).json }
    return try await list(call, performance.input["cursor"]?.ifPresent).json
  }

  private func lines(_ performance: Performance, _ log: ExchangeLog) async throws -> JSONValue {
    guard let lines = engine.lines else {
      throw StepFailure(code: "files_unavailable", message: "Files can't be read here.", field: "forEach")
    }
    let call = call(of: nil, performance, input: performance.input["input"] ?? .null, log)
    return try await lines.page(call, performance.input["cursor"]?.ifPresent).json
  }

  private func checkpoint(for path: String) -> ActionCheckpoint {
    let run = claimed.lease.run
    let fencing = claimed.lease.fencing
    let engine = engine
    return ActionCheckpoint(
      load: {
        try await engine.untilKept {
          try await engine.store.read { try StepStore(session: $0).checkpoint(of: run, path: path) }
        }
      },
      save: { state in
        try await engine.untilKept {
          try await engine.store.writeLocking { session in
            guard try RunStore(session: session).fences(of: [run])[run] == fencing else { throw LeaseLost() }
            try StepStore(session: session).save(checkpoint: state, of: run, path: path)
          }
        }
      })
  }

  /// Passes on at most two reports a second; the last one of all is always the step's end.
  private func progress(of path: String) -> @Sendable (Int64, Int64?) -> Void {
    let gate = ProgressGate(now: engine.effects.now)
    return { [mailbox] done, total in
      guard gate.letsPass() else { return }
      mailbox.post(.progress(RunCommit.Progress(path: path, done: done, total: total)))
    }
  }
}
