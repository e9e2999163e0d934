import Core
import Foundation

/// `if` and `switch`.
extension RunMachine {
  mutating func choose(
    _ path: String, _ step: FlowStep, _ choice: IfStep, branch: Int, _ value: JSONValue, at now: Date
  ) {
    let holds = value != .null && value != .bool(false)
    if !holds, branch + 1 < choice.branches.count, let scope = scopeKey(of: path) {
      return evaluate(path, choice.branches[branch + 1].condition, in: scope, branch: branch + 1)
    }
    let way = holds ? branch : choice.branches.count
    record(path, step, input: ["branch": JSONValue(way)], at: now)
    setDeadline(path)
    enterWay(path, choice.steps(of: way))
  }

  mutating func choose(_ path: String, _ step: FlowStep, _ choice: SwitchStep, _ value: JSONValue, at now: Date) {
    let way = choice.way(for: value)
    record(path, step, input: ["branch": JSONValue(way), "value": value], at: now)
    setDeadline(path)
    enterWay(path, choice.steps(of: way))
  }

  mutating func enterWay(_ path: String, _ steps: [FlowStep]) {
    guard let scope = scopeKey(of: path) else { return }
    enter(path, StepBlock(.way, steps, scope: scope, isWinding: isWinding(path)))
  }
}

extension IfStep {
  /// The steps of the way with that number; one past the last is `else`.
  func steps(of way: Int) -> [FlowStep] { branches.indices.contains(way) ? branches[way].steps : otherwise }
}

extension SwitchStep {
  /// The steps of the way with that number; one past the last is `default`.
  func steps(of way: Int) -> [FlowStep] { cases.indices.contains(way) ? cases[way].steps : otherwise }
}
