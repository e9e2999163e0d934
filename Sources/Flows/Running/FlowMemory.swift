import Core
import Foundation
import Persistence

/// The memory of flows: what `state` steps read and write.
///
/// A write and the note that it was done are one transaction, so that a step that is tried again after a crash doesn't
/// count twice.
struct FlowMemory: Sendable {
  let store: any Store
  let now: Date

  /// - Returns: the step's output.
  /// - Throws: ``StepFailure`` when the key or the value can't be taken; ``LeaseLost``.
  func perform(
    _ operation: StateStep.Operation, _ input: JSONValue, path: String, of run: ClaimedRun
  ) async throws -> JSONValue {
    guard let key = input["key"]?.stringValue, (1...StateStep.maximumKey).contains(key.count) else {
      throw StepFailure(
        code: "state_key_invalid", message: "The key is no text of 1 to \(StateStep.maximumKey) characters.",
        advice: "Make the expression give a shorter text.", field: "state.\(operation.rawValue)")
    }
    if operation == .get {
      let known = try await store.read { try Self.value(of: key, run.flow, $0) }
      return known ?? input["default"] ?? .null
    }
    let now = now
    return try await store.write { session in
      guard try RunStore(session: session).fences(of: [run.lease.run])[run.lease.run] == run.lease.fencing else {
        throw LeaseLost()
      }
      let steps = StepStore(session: session)
      if let done = try steps.checkpoint(of: run.lease.run, path: path) { return done["output"] ?? .null }
      let output = try Self.write(operation, key, input, run, path, now, session)
      try steps.save(checkpoint: ["output": output], of: run.lease.run, path: path)
      return output
    }
  }

  private static func write(
    _ operation: StateStep.Operation, _ key: String, _ input: JSONValue, _ run: ClaimedRun, _ path: String, _ now: Date,
    _ session: any Session
  ) throws -> JSONValue {
    let known = try value(of: key, run.flow, session)
    let new: JSONValue
    switch operation {
    case .get: return known ?? .null
    case .delete:
      try session.run("delete from flow_state where flow = \(run.flow) and key = \(key)")
      return known ?? .null
    case .set: new = input["value"] ?? .null
    case .increment: new = try sum(known ?? 0, input["by"] ?? 1)
    }
    guard new.isSmaller(than: StateStep.maximumValue) else {
      throw StepFailure(
        code: "state_value_too_large", message: "The value is larger than \(StateStep.maximumValue >> 20) MB.",
        advice: "Keep less; large things belong into files.", field: "state.value")
    }
    try session.run(
      """
      insert into flow_state (flow, key, value, updated_at, updated_by)
      values (\(run.flow), \(key), \(new), \(now), \("\(run.lease.run)/\(path)"))
      on conflict (flow, key) do update set value = excluded.value, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      """)
    return new
  }

  private static func sum(_ known: JSONValue, _ by: JSONValue) throws -> JSONValue {
    if case .int(let first) = known, case .int(let second) = by,
      case (let sum, let overflows) = first.addingReportingOverflow(second), !overflows
    {
      return .int(sum)
    }
    guard let first = known.doubleValue, let second = by.doubleValue else {
      throw StepFailure(
        code: "state_value_no_number", message: "Only numbers can be counted up; there is \(known.kindName).",
        advice: "Use another key, or set it to a number first.", field: "state.increment")
    }
    return .double(first + second)
  }

  private static func value(of key: String, _ flow: FlowID, _ session: any Session) throws -> JSONValue? {
    try session.row("select value from flow_state where flow = \(flow) and key = \(key)")?.json("value")
  }
}
