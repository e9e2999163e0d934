package import Core
import Foundation
package import Identity
import Persistence

/// What people do with a flow while they build it: look at what an expression would give, try one step, pin an output.
///
/// Nothing of it touches a published run. Values shown are masked as those of the process log are.
package struct FlowTrials: Sendable {
  let flows: Flows
  let evaluator: ExpressionEvaluator
  let masker: Masker
  let payloads: Payloads

  package init(
    flows: Flows, evaluator: ExpressionEvaluator, masker: Masker = Masker(), payloads: Payloads? = nil
  ) {
    self.payloads = payloads ?? Payloads(store: flows.store, blobs: nil, effects: flows.effects)
    self.flows = flows
    self.evaluator = evaluator
    self.masker = masker
  }

  /// What a template gives on a run's data.
  /// - Parameter flow: whose pins stand in for outputs; `nil` for a flow that isn't saved yet.
  package func preview(
    _ template: JSONValue, in scope: TrialScope, of flow: FlowID?, as principal: Principal
  ) async throws -> TrialResult {
    if let flow { _ = try await flows.flow(flow, for: .viewFlows, as: principal) }
    // Masked before it is evaluated: an expression could carry a secret to where no name tells of it.
    let context = try await context(scope, of: flow, isMasked: true, as: principal)
    switch await evaluate(template, in: context) {
    case .failure(let error): return .problems(error.problems)
    case .success(.failure(let failure)): return .failure(failure)
    case .success(.success(let value)): return .value(BoundedValue(masker.forShowing(value)))
    }
  }

  /// The outputs that this person pinned, by step.
  package func pins(of flow: FlowID, as principal: Principal) async throws -> JSONObject {
    _ = try await flows.flow(flow, for: .viewFlows, as: principal)
    return try await flows.store.read { try TrialStore(session: $0).pins(of: flow, person: principal.person) }
  }

  /// Lets an output stand in for that of a step in this person's previews and tests.
  package func pin(
    _ output: JSONValue, of step: String, in flow: FlowID, as principal: Principal
  ) async throws {
    _ = try await flows.flow(flow, for: .editFlows, as: principal)
    let now = flows.effects.now()
    try await flows.store.write {
      try TrialStore(session: $0).pin(output, of: step, flow: flow, person: principal.person, at: now)
    }
  }

  /// Takes a pin away; does nothing when there is none.
  package func unpin(_ step: String, in flow: FlowID, as principal: Principal) async throws {
    _ = try await flows.flow(flow, for: .editFlows, as: principal)
    try await flows.store.write { try TrialStore(session: $0).unpin(step, flow: flow, person: principal.person) }
  }

  // MARK: What previews and tests share

  /// Why a template can't be evaluated at all.
  struct Unreadable: Error {
    let problems: [FlowProblem]
  }

  /// Fills a template as a step of a flow would.
  func evaluate(
    _ template: JSONValue, in context: ExpressionContext
  ) async -> Result<Result<JSONValue, StepFailure>, Unreadable> {
    // The reader of flows is the one that knows templates, so that a flow is made around this one.
    let document: JSONValue = ["name": "Preview", "steps": [["id": "preview", "set": ["value": template]]]]
    let (definition, problems) = FlowReader.read(document)
    guard problems.isEmpty, case .set(let step)? = definition.steps.first?.kind else {
      return .failure(Unreadable(problems: problems.map(Self.placed)))
    }
    if let problems = try? await evaluator.problems(in: definition), !problems.isEmpty {
      return .failure(Unreadable(problems: problems.map(Self.placed)))
    }
    let evaluation = Evaluation(path: "preview", template: step.values, context: context)
    let result = await evaluator.fill([evaluation], of: definition).first?.result ?? .success(["value": .null])
    return .success(result.map { $0["value"] ?? .null })
  }

  func context(
    _ scope: TrialScope, of flow: FlowID?, isMasked: Bool, as principal: Principal
  ) async throws -> ExpressionContext {
    var run: Run?
    if let id = scope.run { run = try await known(id, as: principal) }
    let known = run
    let (stored, trigger, pins) = try await flows.store.read { session in
      let trials = TrialStore(session: session)
      return (
        try known.map { try trials.rows(of: $0.id, scope: scope) } ?? [],
        try scope.trigger ?? known.map { try trials.trigger(of: $0.id) } ?? [:],
        try flow.map { try trials.pins(of: $0, person: principal.person) } ?? [:]
      )
    }
    var rows: [TrialRow] = []
    for row in stored { rows.append(try await payloads.restored(row)) }
    let facts: JSONValue =
      known.map { run in
        [
          "id": JSONValue(run.id), "flow": JSONValue(run.flow), "version": JSONValue(run.version),
          "startedAt": JSONValue(run.startedAt),
        ]
      } ?? [:]
    var context = ExpressionContext(scope: scope, trigger: trigger, run: facts, rows: rows, pins: pins)
    guard isMasked else { return context }
    context.trigger = masker.forShowing(context.trigger)
    context.steps = context.steps.mapValues(masker.forShowing)
    context.item = masker.forShowing(context.item)
    context.vars = masker.forShowing(.object(context.vars)).objectValue ?? [:]
    return context
  }

  private func known(_ id: RunID, as principal: Principal) async throws -> Run {
    let run = try await flows.store.read { try RunStore(session: $0).run(id) }
    guard Access.allows(.viewFlows, on: .team(run.team), as: principal) else { throw FlowError.noSuchRun }
    return run
  }

  private static func placed(_ problem: FlowProblem) -> FlowProblem {
    let field = problem.field.split(separator: ".").dropFirst(2).joined(separator: ".")
    return FlowProblem(step: nil, field: field, message: problem.message, advice: problem.advice)
  }
}
