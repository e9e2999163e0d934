import Core
import Foundation

extension RunMachine {
  /// A step that was cut off this often by the end of its process is taken to be the reason for it.
  static let maximumInterruptions = 200

  mutating func beginAttempt(_ path: String, _ step: FlowStep, input: JSONValue, at now: Date) {
    record(path, step, input: input, at: now)
    perform(path)
  }

  /// Orders the attempt that the row names.
  mutating func perform(_ path: String) {
    guard let record = active[path]?.record, let work = work(of: path) else { return }
    active[path]?.phase = .performing
    orders.append(
      .perform(
        Performance(
          path: path, attempt: record.attempt, work: work, input: record.input, timeout: active[path]?.step?.timeout)))
  }

  /// What an attempt at a path does.
  private func work(of path: String) -> Performance.Work? {
    guard let performer = active[path] else { return nil }
    switch performer.role {
    case .step(let step):
      return switch step.kind {
      case .action(let action): .action(action)
      case .flow(let subflow): .startFlow(subflow)
      case .state(let state): .state(state.operation)
      default: nil
      }
    case .page:
      guard case .forEach(let loop)? = active[performer.owner]?.step?.kind else { return nil }
      if case .pages(let lister) = loop.source { return .page(lister) }
      return .lines
    case .round, .branch: return nil
    }
  }

  mutating func finished(_ path: String, _ attempt: Int, _ output: JSONValue, at now: Date) {
    guard isInFlight(path, attempt) else { return }
    if case .flow(let subflow)? = active[path]?.step?.kind, subflow.waits {
      return awaitRun(path, output, at: now)
    }
    complete(path, output, at: now)
  }

  mutating func failed(_ path: String, _ attempt: Int, _ failure: StepFailure, at now: Date) {
    guard isInFlight(path, attempt), let performer = active[path], var record = performer.record else { return }
    if !performer.isAbandoned, !isWinding(path), case .rest(let pause) = failure.retry {
      // The attempt that begins after it has the same number.
      active[path]?.record?.attempt -= 1
      return rest(path, until: now.addingTimeInterval(Double(pause.milliseconds) / 1000))
    }
    record.failures += 1
    active[path]?.record = record
    if failure == .cancelled || performer.isAbandoned { return conclude(path, .cancelled, at: now) }
    guard !isWinding(path), let policy = retryPolicy(of: performer),
      let pause = Self.pause(after: failure, policy, record)
    else { return fail(path, failure, at: now) }
    add(
      .attempt(
        AttemptRecord(
          path: path, number: attempt, outcome: .failed, startedAt: record.attemptStartedAt, endedAt: now,
          failure: failure)))
    rest(path, until: now.addingTimeInterval(Double(pause.milliseconds) / 1000))
  }

  /// Whether an answer belongs to the attempt in flight; late answers of earlier ones don't.
  private func isInFlight(_ path: String, _ attempt: Int) -> Bool {
    active[path]?.phase == .performing && active[path]?.record?.attempt == attempt
  }

  mutating func takeUpInterrupted(_ path: String, _ record: StepRecord, at now: Date) {
    add(
      .attempt(
        AttemptRecord(
          path: path, number: record.attempt, outcome: .interrupted, startedAt: record.attemptStartedAt, endedAt: now,
          failure: nil)))
    if isWinding(path) { return conclude(path, .cancelled, at: now) }
    guard record.attempt - record.failures < Self.maximumInterruptions else {
      return fail(path, .interruptedTooOften(Self.maximumInterruptions), at: now)
    }
    again(path, at: now)
  }

  /// Begins the next attempt.
  mutating func again(_ path: String, at now: Date) {
    guard var record = active[path]?.record else { return }
    record.attempt += 1
    record.attemptStartedAt = now
    record.state = .running
    self.record(path, record)
    perform(path)
  }

  mutating func rest(_ path: String, until: Date) {
    guard var record = active[path]?.record else { return }
    active[path]?.phase = .resting(until: until)
    if record.state != .waiting(until: until) {
      record.state = .waiting(until: until)
      self.record(path, record)
    }
    orders.append(.wake(path: path, at: until))
  }

  private func retryPolicy(of performer: ActiveStep) -> RetryPolicy? {
    performer.step?.retry ?? active[performer.owner]?.step?.retry
  }

  private static func pause(after failure: StepFailure, _ policy: RetryPolicy, _ record: StepRecord) -> Duration? {
    guard policy.repeats(failure), record.failures < policy.maxAttempts else { return nil }
    let pause = policy.pause(afterFailures: record.failures, spread: spread(record))
    if case .after(let asked) = failure.retry { return max(pause, asked) }
    return pause
  }

  /// A number from 0 to 1 that differs from step to step and is the same each time (FNV-1a).
  private static func spread(_ record: StepRecord) -> Double {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(record.path)#\(record.failures)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Double(hash % 1000) / 1000
  }
}
