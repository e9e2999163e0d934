import Core
import Foundation

/// `wait`, and the wait of a step for a run that it started.
extension RunMachine {
  mutating func beginWait(_ path: String, _ step: FlowStep, _ wait: WaitStep, _ value: JSONValue, at now: Date) {
    let until: Date
    var input: JSONValue = .null
    switch wait {
    case .span:
      guard let span = DurationText.parse(value) else { return fail(path, .noSpan(value), at: now) }
      until = now.addingTimeInterval(Double(span.milliseconds) / 1000)
      input = ["for": value]
    case .until:
      guard let time = value.stringValue.flatMap(Timestamp.parse) else { return fail(path, .noTime(value), at: now) }
      until = time
      input = ["until": value]
    case .callback(let timeout):
      until = now.addingTimeInterval(Double(timeout.milliseconds) / 1000)
      input = ["callback": [:]]
    case .approval(let request):
      until = now.addingTimeInterval(Double(request.timeout.milliseconds) / 1000)
      input = ["approval": value]
    }
    putToSleep(
      path, StepRecord(path: path, stepID: step.id, kind: step.kindName, input: input, startedAt: now), until: until,
      at: now)
  }

  /// Waits for the end of the run that a step has started.
  mutating func awaitRun(_ path: String, _ output: JSONValue, at now: Date) {
    guard var record = active[path]?.record else { return }
    record.memo = ["run": output["run"] ?? .null]
    let until = active[path]?.step?.timeout.map { record.startedAt.addingTimeInterval(Double($0.milliseconds) / 1000) }
    if isWinding(path) {
      active[path]?.record = record
      return conclude(path, .cancelled, at: now)
    }
    putToSleep(path, record, until: until ?? RunStore.never, at: now)
  }

  /// Puts a step to sleep until a time, or until something comes from outside.
  mutating func putToSleep(_ path: String, _ record: StepRecord, until: Date, at now: Date) {
    var record = record
    active[path]?.phase = .waiting(until: until)
    active[path]?.record = record
    if record.state != .waiting(until: until) {
      record.state = .waiting(until: until)
      self.record(path, record)
    }
    orders.append(.wake(path: path, at: until))
    if hearsFromOutside(path) { orders.append(.listen(path: path)) }
  }

  /// The time of a wait has come: what it waited for, or too late for it.
  mutating func waitIsOver(_ path: String, at now: Date) {
    guard let step = active[path]?.step else { return }
    switch step.kind {
    case .wait(.span), .wait(.until): complete(path, .null, at: now)
    case .wait(.callback(let timeout)): fail(path, .noCallback(within: timeout), at: now)
    case .wait(.approval(let request)): fail(path, .noDecision(within: request.timeout), at: now)
    default: fail(path, .timedOut(after: step.timeout ?? .zero), at: now)
    }
  }

  mutating func signalled(_ path: String, _ payload: JSONValue, at now: Date) {
    guard phase == .going, case .waiting? = active[path]?.phase, hearsFromOutside(path) else { return }
    add(.signalTaken(path: path))
    guard case .flow? = active[path]?.step?.kind else { return complete(path, payload, at: now) }
    switch payload["state"]?.stringValue {
    case "succeeded": complete(path, payload["output"] ?? .null, at: now)
    default: fail(path, .ofSubflow(payload), at: now)
    }
  }

  private func hearsFromOutside(_ path: String) -> Bool {
    switch active[path]?.step?.kind {
    case .wait(.callback)?, .wait(.approval)?, .flow?: true
    default: false
    }
  }
}
