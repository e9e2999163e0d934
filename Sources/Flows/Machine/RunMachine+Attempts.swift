import Core
import Foundation

extension RunMachine {
  /// A step that was cut off this often by the end of its process is taken to be the reason for it.
  static let maximumInterruptions = 200

  mutating func finished(_ path: String, _ attempt: Int, _ output: JSONValue, at now: Date) {
    guard isInFlight(path, attempt) else { return }
    complete(path, output, at: now)
  }

  mutating func failed(_ path: String, _ attempt: Int, _ failure: StepFailure, at now: Date) {
    guard isInFlight(path, attempt), let step = active[path]?.step, var record = active[path]?.record else { return }
    record.failures += 1
    active[path]?.record = record
    guard phase == .going, let pause = pause(after: failure, of: step, record) else {
      let isGivenUp = failure == .cancelled || phase == .stopping(.cancel)
      return isGivenUp ? cancel(path, at: now) : fail(path, failure, at: now)
    }
    change(
      AttemptRecord(
        path: path, number: attempt, outcome: .failed, startedAt: record.attemptStartedAt, endedAt: now,
        failure: failure))
    rest(path, until: now.addingTimeInterval(Double(pause.milliseconds) / 1000))
  }

  mutating func timerFired(_ path: String, at now: Date) {
    guard phase == .going, case .resting? = active[path]?.phase else { return }
    again(path, at: now)
  }

  /// Whether an answer belongs to the attempt in flight; late answers of earlier ones don't.
  private func isInFlight(_ path: String, _ attempt: Int) -> Bool {
    active[path]?.phase == .performing && active[path]?.record?.attempt == attempt
  }

  /// Takes up a step where the journal says it stopped.
  mutating func resume(_ path: String, _ step: FlowStep, from record: StepRecord, at now: Date) {
    active[path]?.record = record
    switch (record.state, step.kind) {
    case (.succeeded, .conditional(let choice)):
      // Its inner steps are gone through again, since what they put out and set can be seen after it.
      enterBranch(path, choice, Int(record.input["branch"]?.intValue ?? 0))
    case (.succeeded(let output), _):
      if case .set = step.kind, case .object(let values) = output, let scope = scopeKey(of: path) {
        assign(values, in: scope)
      }
      if let done = active.removeValue(forKey: path) { pass(output, of: done, at: path) }
    case (.failed(let failure), _):
      active[path] = nil
      stop(.failure(path: path, failure), at: now)
    case (.cancelled, _): stop(.cancel, at: now)
    case (.waiting(let until), _): rest(path, until: until)
    case (.running, .forEach): enterLoop(path, items: record.input.arrayValue ?? [])
    case (.running, .conditional(let choice)):
      enterBranch(path, choice, Int(record.input["branch"]?.intValue ?? 0))
    case (.running, _): takeUpInterrupted(path, record, at: now)
    }
  }

  private mutating func takeUpInterrupted(_ path: String, _ record: StepRecord, at now: Date) {
    change(interruption(of: record, at: now))
    guard record.attempt - record.failures < Self.maximumInterruptions else {
      let failure = StepFailure(
        code: "interrupted_too_often",
        message: "The program ended \(Self.maximumInterruptions) times while this step was in flight.",
        advice: "See what ends the program, then run the flow again.")
      return fail(path, failure, at: now)
    }
    again(path, at: now)
  }

  func interruption(of record: StepRecord, at now: Date) -> AttemptRecord {
    AttemptRecord(
      path: record.path, number: record.attempt, outcome: .interrupted, startedAt: record.attemptStartedAt,
      endedAt: now, failure: nil)
  }

  /// Begins the next attempt of a step.
  private mutating func again(_ path: String, at now: Date) {
    guard let step = active[path]?.step, case .action(let action) = step.kind, var record = active[path]?.record
    else { return }
    record.attempt += 1
    record.attemptStartedAt = now
    record.state = .running
    self.record(path, record)
    perform(path, step, action)
  }

  private mutating func rest(_ path: String, until: Date) {
    guard var record = active[path]?.record else { return }
    active[path]?.phase = .resting(until: until)
    if record.state != .waiting(until: until) {
      record.state = .waiting(until: until)
      self.record(path, record)
    }
    orders.append(.wake(path: path, at: until))
  }

  private func pause(after failure: StepFailure, of step: FlowStep, _ record: StepRecord) -> Duration? {
    guard failure.retry != .never, record.failures < step.retry.maxAttempts else { return nil }
    let pause = step.retry.pause(afterFailures: record.failures, spread: Self.spread(record))
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
