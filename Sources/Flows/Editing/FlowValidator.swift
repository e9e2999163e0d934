package import Core
package import Identity

/// Says everything that keeps a flow from running.
package struct FlowValidator: Sendable {
  let actions: ActionRegistry
  let lookup: FlowLookup
  private let evaluator: ExpressionEvaluator

  package init(actions: ActionRegistry, lookup: FlowLookup, evaluator: ExpressionEvaluator) {
    self.actions = actions
    self.lookup = lookup
    self.evaluator = evaluator
  }

  /// The definition and all problems, in reading order; with none, the definition can run.
  /// - Parameter principal: who saves or runs it, and so must be allowed to use its connections; `nil` asks about
  ///   nobody.
  package func check(
    _ document: JSONValue, for team: TeamID, as principal: Principal? = nil
  ) async throws -> (FlowDefinition, [FlowProblem]) {
    var (definition, problems) = FlowReader.read(document)
    for step in definition.allSteps {
      problems += checkReferences(of: step, in: definition)
      for call in step.calls { problems += try await self.problems(of: ActionUse(call, of: step), team) }
    }
    for poll in definition.polls { problems += try await self.problems(of: ActionUse(poll), team) }
    if let principal { problems += try await refusedConnections(in: document, team, principal) }
    problems += try await flowProblems(in: definition, team)
    problems += try await evaluator.problems(in: definition)
    return (definition, Self.inReadingOrder(problems, definition))
  }

  /// What concerns the whole flow first, then step by step.
  private static func inReadingOrder(_ problems: [FlowProblem], _ definition: FlowDefinition) -> [FlowProblem] {
    var places: [String: Int] = [:]
    for (place, step) in definition.allSteps.enumerated() where places[step.id] == nil { places[step.id] = place }
    func place(_ problem: FlowProblem) -> Int { problem.step.map { places[$0] ?? .max } ?? -1 }
    return problems.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }
      .map(\.element)
  }

  /// The definition.
  /// - Throws: ``FlowError/invalid(_:)`` with all problems.
  package func validated(
    _ document: JSONValue, for team: TeamID, as principal: Principal? = nil
  ) async throws -> FlowDefinition {
    let (definition, problems) = try await check(document, for: team, as: principal)
    guard problems.isEmpty else { throw FlowError.invalid(problems) }
    return definition
  }

  /// Finds expressions that read the output of a step that isn't there.
  private func checkReferences(of step: FlowStep, in definition: FlowDefinition) -> [FlowProblem] {
    let ids = Set(definition.allSteps.map(\.id))
    return definition.expressions.filter { $0.step == step.id }.flatMap { expression in
      expression.stepsRead.filter { !ids.contains($0) }.map {
        FlowProblem(
          step: step.id, field: expression.field, message: "There is no step \"\($0)\" whose output it could read.",
          advice: "Write the id of an earlier step.")
      }
    }
  }

  /// Sub-flows and flows whose end is waited for that the team doesn't have.
  private func flowProblems(in definition: FlowDefinition, _ team: TeamID) async throws -> [FlowProblem] {
    var named: [(step: FlowStep?, field: String, flow: String)] = definition.allSteps.compactMap { step in
      if case .flow(let subflow) = step.kind { (step, "flow", subflow.flow) } else { nil }
    }
    for case .flow(let end) in definition.triggers { named.append((nil, "trigger.flow.flow", end.flow)) }
    var problems: [FlowProblem] = []
    for use in named where !use.flow.isEmpty && use.flow != definition.name {
      guard try await !lookup.hasFlow(use.flow, team) else { continue }
      problems.append(
        problem(
          use.step, use.field, "The team has no flow \"\(use.flow)\".", "Save that flow first, or name another one."))
    }
    return problems
  }

  private func problem(_ step: FlowStep?, _ field: String, _ message: String, _ advice: String) -> FlowProblem {
    FlowProblem(step: step?.id, field: field, message: message, advice: advice)
  }
}
