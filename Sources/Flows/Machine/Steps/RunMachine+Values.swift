import Core
import Foundation

/// The steps that do no more than make a value of a value: `transform`, `set`, `batch`, `split`, `merge`, `aggregate`;
/// and `respond` and `stop`, which hand one on.
extension RunMachine {
  mutating func shape(_ path: String, _ step: FlowStep, _ value: JSONValue, at now: Date) {
    do throws(StepFailure) {
      let output =
        switch step.kind {
        case .batch(let batch): try batch.output(of: value)
        case .split(let split): try split.output(of: value)
        case .merge(let merge): try merge.output(of: value)
        case .aggregate(let aggregate): try aggregate.output(of: value)
        default: value
        }
      record(path, step, input: .null, at: now)
      complete(path, output, at: now)
    } catch {
      fail(path, error, at: now)
    }
  }

  mutating func set(_ path: String, _ step: FlowStep, _ value: JSONValue, at now: Date) {
    guard case .object(let values) = value, let scope = scopeKey(of: path) else {
      return fail(path, .variablesAreNoObject(value), at: now)
    }
    assign(values, in: scope)
    record(path, step, input: .null, at: now)
    complete(path, value, at: now)
  }

  mutating func respond(_ path: String, _ step: FlowStep, _ value: JSONValue, at now: Date) {
    if let status = value["status"], !(200...599).contains(status.intValue ?? 0) {
      return fail(path, .noStatus(status), at: now)
    }
    record(path, step, input: .null, at: now)
    add(.response(value))
    complete(path, value, at: now)
  }

  mutating func stop(_ path: String, _ step: FlowStep, output: JSONValue, at now: Date) {
    record(path, step, input: .null, at: now)
    complete(path, output, at: now)
    stop(.stopped(output: output), at: now)
  }
}
