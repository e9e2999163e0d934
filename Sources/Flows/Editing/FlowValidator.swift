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
  package func check(_ document: JSONValue, for team: TeamID) async throws -> (FlowDefinition, [FlowProblem]) {
    var (definition, problems) = FlowReader.read(document)
    for step in definition.allSteps {
      problems += checkReferences(of: step, in: definition)
      for call in step.calls { problems += try await check(call, of: step, team) }
    }
    problems += try await triggerProblems(in: definition, team)
    problems += try await flowProblems(in: definition, team)
    problems += try await evaluator.problems(in: definition)
    return (definition, problems)
  }

  /// The definition.
  /// - Throws: ``FlowError/invalid(_:)`` with all problems.
  package func validated(_ document: JSONValue, for team: TeamID) async throws -> FlowDefinition {
    let (definition, problems) = try await check(document, for: team)
    guard problems.isEmpty else { throw FlowError.invalid(problems) }
    return definition
  }

  private func check(_ step: ActionStep, of owner: FlowStep?, _ team: TeamID) async throws -> [FlowProblem] {
    guard !step.action.isEmpty else { return [] }
    guard let action = actions[step.action] else {
      let advice = actions.nearest(to: step.action).map { "Did you mean \"\($0)\"?" } ?? "See the list of actions."
      return [problem(owner, "action", "There is no action \"\(step.action)\".", advice)]
    }
    return try await connectionProblems(of: step, action, owner, team) + inputProblems(of: step, action, owner)
  }

  private func connectionProblems(
    of step: ActionStep, _ action: RegisteredAction, _ owner: FlowStep?, _ team: TeamID
  ) async throws -> [FlowProblem] {
    guard let connection = step.connection else {
      return action.needsConnection
        ? [problem(owner, "connection", "It is missing; the action needs one.", "Name a connection of the team.")] : []
    }
    guard action.takesConnection else {
      return [problem(owner, "connection", "The action \"\(action.name)\" uses no connection.", "Take it away.")]
    }
    if try await lookup.hasConnection(connection, team) { return [] }
    return [
      problem(
        owner, "connection", "The team has no connection \"\(connection)\".",
        "Make it on the Connections page, or name another one.")
    ]
  }

  /// What can be said of the input before its expressions are evaluated: members that the action doesn't know, members
  /// that it needs, and values of another type than it takes.
  private func inputProblems(of step: ActionStep, _ action: RegisteredAction, _ owner: FlowStep?) -> [FlowProblem] {
    guard let members = members(of: step.input) else { return [] }
    let names = members.map(\.name)
    let required = action.inputSchema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let missing = required.filter { !names.contains($0) }.map {
      problem(owner, "input.\($0)", "It is missing; the action \"\(action.name)\" needs it.", "Give it a value.")
    }
    let wrong = members.compactMap { member -> FlowProblem? in
      let schema = action.inputSchema["properties"]?[member.name]
      guard let value = member.value, !InputType.fits(value, schema) else { return nil }
      return problem(
        owner, "input.\(member.name)", "It is \(value.kindName); the action \"\(action.name)\" doesn't take that.",
        "Its type must be \(InputType.expected(schema)).")
    }
    guard let known = action.inputSchema["properties"]?.objectValue?.keys,
      action.inputSchema["additionalProperties"] == false
    else { return missing + wrong }
    return missing + wrong
      + names.filter { !known.contains($0) }.map {
        problem(
          owner, "input.\($0)", "The action \"\(action.name)\" has no input \"\($0)\".",
          "Known: \(known.joined(separator: ", ")).")
      }
  }

  /// The members of an input that is written out; those with expressions in them have no value yet.
  private func members(of input: ValueTemplate) -> [(name: String, value: JSONValue?)]? {
    switch input {
    case .plain(let value): (value.objectValue ?? [:]).map { (name: $0.0, value: $0.1) }
    case .object(let members): members.map { (name: $0.name, value: $0.value.plainValue) }
    case .expression, .text, .array: nil
    }
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
