import Core
import Foundation

extension RunMachine {
  /// Begins the next step of a list, or ends the list.
  mutating func advance(_ key: String, at now: Date) {
    guard let block = blocks[key] else { return }
    guard block.position < block.steps.count else { return endBlock(key, block, at: now) }
    let step = block.steps[block.position]
    let path = key.isEmpty ? step.id : "\(key).\(step.id)"
    active[path] = ActiveStep(step: step, owner: key, index: nil, phase: .evaluating(branch: 0), record: nil)
    if let record = journal.removeValue(forKey: path) {
      resume(path, step, from: record, at: now)
    } else {
      evaluate(path, step.firstTemplate, in: block.scope, branch: 0)
    }
  }

  private mutating func endBlock(_ key: String, _ block: StepBlock, at now: Date) {
    if key.isEmpty {
      end(.succeeded(output: block.last))
    } else if let round = active[key], round.index != nil, let output = loopStep(of: round)?.output {
      evaluate(key, output, in: key, branch: 0)
    } else {
      complete(key, block.last, at: now)
    }
  }

  /// Fills a template, at once when there is nothing to evaluate.
  mutating func evaluate(_ path: String, _ template: ValueTemplate, in scope: String, branch: Int) {
    active[path]?.phase = .evaluating(branch: branch)
    if let value = template.plainValue {
      work.append(.begin(path: path, value: value))
    } else {
      orders.append(.evaluate(Evaluation(path: path, template: template, context: context(of: scope))))
    }
  }

  mutating func evaluated(_ path: String, _ result: Result<JSONValue, StepFailure>, at now: Date) {
    guard phase == .going, case .evaluating? = active[path]?.phase else { return }
    switch result {
    case .success(let value): work.append(.begin(path: path, value: value))
    case .failure(let failure): fail(path, failure, at: now)
    }
  }

  /// Does what a step does, now that its template is filled.
  mutating func begin(_ path: String, _ value: JSONValue, at now: Date) {
    guard let step = active[path], case .evaluating(let branch) = step.phase else { return }
    guard let definition = step.step else { return complete(path, value, at: now) }
    switch definition.kind {
    case .action(let action): beginAction(path, definition, action, input: value, at: now)
    case .forEach: beginLoop(path, definition, items: value, at: now)
    case .conditional(let choice): choose(path, definition, choice, branch: branch, value, at: now)
    case .set: set(path, definition, value, at: now)
    default: fail(path, .unsupported(definition.kindName), at: now)
    }
  }

  private mutating func beginAction(
    _ path: String, _ step: FlowStep, _ action: ActionStep, input: JSONValue, at now: Date
  ) {
    record(path, StepRecord(path: path, stepID: step.id, kind: step.kindName, input: input, startedAt: now))
    perform(path, step, action)
  }

  /// Orders the attempt that the step's row names.
  mutating func perform(_ path: String, _ step: FlowStep, _ action: ActionStep) {
    guard let record = active[path]?.record else { return }
    active[path]?.phase = .performing
    orders.append(
      .perform(
        Performance(path: path, attempt: record.attempt, step: action, input: record.input, timeout: step.timeout)))
  }

  private mutating func beginLoop(_ path: String, _ step: FlowStep, items: JSONValue, at now: Date) {
    guard case .array(let elements) = items else {
      let failure = StepFailure(
        code: "items_not_a_list", message: "The items are \(items.kindName), not a list.",
        advice: "Make the expression give a list; put [ ] around a single item.", field: "forEach")
      return fail(path, failure, at: now)
    }
    record(path, StepRecord(path: path, stepID: step.id, kind: step.kindName, input: items, startedAt: now))
    enterLoop(path, items: elements)
  }

  private mutating func choose(
    _ path: String, _ step: FlowStep, _ choice: IfStep, branch: Int, _ value: JSONValue, at now: Date
  ) {
    let holds = value != .null && value != .bool(false)
    if !holds, branch + 1 < choice.branches.count, let scope = scopeKey(of: path) {
      return evaluate(path, choice.branches[branch + 1].condition, in: scope, branch: branch + 1)
    }
    let taken = holds ? branch : choice.branches.count
    record(
      path,
      StepRecord(
        path: path, stepID: step.id, kind: step.kindName, input: ["branch": JSONValue(taken)], startedAt: now))
    enterBranch(path, choice, taken)
  }

  private mutating func set(_ path: String, _ step: FlowStep, _ value: JSONValue, at now: Date) {
    guard case .object(let values) = value, let scope = scopeKey(of: path) else {
      let failure = StepFailure(
        code: "variables_not_an_object", message: "The variables come out as \(value.kindName).",
        advice: "Write names and values.", field: "set")
      return fail(path, failure, at: now)
    }
    assign(values, in: scope)
    record(path, StepRecord(path: path, stepID: step.id, kind: step.kindName, input: .null, startedAt: now))
    complete(path, value, at: now)
  }

  mutating func assign(_ values: JSONObject, in scope: String) {
    guard let vars = scopes[scope]?.vars else { return }
    scopes[scope]?.vars = vars.merging(values)
  }

  /// Writes the row of a step that begins.
  mutating func record(_ path: String, _ record: StepRecord) {
    active[path]?.record = record
    change(record)
  }

  /// Ends a step well and goes on after it.
  mutating func complete(_ path: String, _ output: JSONValue, at now: Date) {
    guard let step = active.removeValue(forKey: path) else { return }
    if var record = step.record, !record.state.isFinal {
      record.state = .succeeded(output: output)
      record.endedAt = now
      change(record)
    }
    pass(output, of: step, at: path)
  }

  /// Hands a finished step's output to what comes after it.
  mutating func pass(_ output: JSONValue, of step: ActiveStep, at path: String) {
    blocks[path] = nil
    loops[path] = nil
    if let index = step.index {
      scopes[path] = nil
      loops[step.owner]?.results[index] = output
      loops[step.owner]?.inHand -= 1
      loops[step.owner]?.done += 1
      work.append(.fill(loop: step.owner))
    } else if let id = step.step?.id, let scope = blocks[step.owner]?.scope {
      scopes[scope]?.outputs[id] = output
      blocks[step.owner]?.last = output
      blocks[step.owner]?.position += 1
      work.append(.advance(block: step.owner))
    }
  }

  /// The scope that the expressions of a step see.
  func scopeKey(of path: String) -> String? {
    active[path].flatMap { blocks[$0.owner]?.scope }
  }

  func context(of scope: String) -> ExpressionContext {
    var context = base
    guard let scope = scopes[scope] else { return context }
    context.steps = scope.outputs
    context.vars = scope.vars
    context.item = scope.item
    context.index = scope.index
    return context
  }
}

extension FlowStep {
  /// What is evaluated before anything else of the step.
  var firstTemplate: ValueTemplate {
    switch kind {
    case .action(let action): action.input
    case .forEach(let loop): if case .list(let items) = loop.source { items } else { .plain(.null) }
    case .conditional(let choice): choice.branches.first?.condition ?? .plain(.bool(false))
    case .set(let step): step.values
    default: .plain(.null)
    }
  }
}
