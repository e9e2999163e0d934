import Core
import Foundation

extension RunMachine {
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
    guard let begun = active[path], case .evaluating(let branch) = begun.phase else { return }
    guard let step = begun.step else { return complete(path, value, at: now) }
    switch step.kind {
    case .action, .state: beginAttempt(path, step, input: value, at: now)
    case .flow: beginAttempt(path, step, input: value, at: now)
    case .conditional(let choice): choose(path, step, choice, branch: branch, value, at: now)
    case .choice(let choice): choose(path, step, choice, value, at: now)
    case .forEach(let loop): beginLoop(path, step, loop, value, at: now)
    case .parallel(let parallel): beginParallel(path, step, parallel, at: now)
    case .attempt(let attempt): beginTry(path, step, attempt, at: now)
    case .wait(let wait): beginWait(path, step, wait, value, at: now)
    case .set: set(path, step, value, at: now)
    case .transform, .batch, .split, .merge, .aggregate: shape(path, step, value, at: now)
    case .respond: respond(path, step, value, at: now)
    case .stop: stop(path, step, output: value, at: now)
    case .fail: fail(path, .byAuthor(value), at: now)
    }
  }

  /// Writes the row of a step that begins.
  mutating func record(_ path: String, _ record: StepRecord) {
    active[path]?.record = record
    change(record)
  }

  mutating func record(_ path: String, _ step: FlowStep, input: JSONValue, at now: Date) {
    record(path, StepRecord(path: path, stepID: step.id, kind: step.kindName, input: input, startedAt: now))
  }

  func context(of key: String) -> ExpressionContext {
    var context = base
    guard let scope = scopes[key] else { return context }
    context.steps = scope.outputs
    context.vars = scope.vars
    context.item = scope.item
    context.index = scope.index
    if let callbacks, case .object(var run) = context.run {
      run["callbacks"] = .object(callbacks.addresses(seenFrom: key))
      context.run = .object(run)
    }
    return context
  }
}

extension FlowStep {
  /// What is evaluated before anything else of the step.
  var firstTemplate: ValueTemplate {
    switch kind {
    case .action(let action): action.input
    case .conditional(let choice): choice.branches.first?.condition ?? .plain(.bool(false))
    case .choice(let choice): choice.subject
    case .forEach(let loop):
      switch loop.source {
      case .list(let items): items
      case .pages(let lister): lister.input
      }
    case .parallel, .attempt: .plain(.null)
    case .wait(let wait): wait.template
    case .flow(let flow): flow.input
    case .transform(let template): template
    case .set(let step): step.values
    case .batch(let step): step.items
    case .split(let step): step.template
    case .merge(let step): step.values
    case .aggregate(let step): step.items
    case .state(let step): step.template
    case .respond(let step): step.template
    case .stop(let step): step.output
    case .fail(let step): step.template
    }
  }
}
