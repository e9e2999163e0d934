import Core
import Identity

extension FlowValidator {
  /// What keeps the flow's polls from asking: actions and connections that aren't there, inputs that are missing.
  func triggerProblems(in definition: FlowDefinition, _ team: TeamID) async throws -> [FlowProblem] {
    var problems: [FlowProblem] = []
    for poll in definition.polls where !poll.action.isEmpty {
      guard let action = actions[poll.action] else {
        let advice = actions.nearest(to: poll.action).map { "Did you mean \"\($0)\"?" } ?? "See the list of actions."
        problems.append(Self.problem("action", "There is no action \"\(poll.action)\".", advice))
        continue
      }
      problems += try await connectionProblems(of: poll, action, team) + inputProblems(of: poll, action)
    }
    return problems
  }

  private func connectionProblems(
    of poll: PollTrigger, _ action: RegisteredAction, _ team: TeamID
  ) async throws -> [FlowProblem] {
    switch poll.connection {
    case nil where action.needsConnection:
      return [Self.problem("connection", "It is missing; the action needs one.", "Name a connection of the team.")]
    case .some where !action.takesConnection:
      return [Self.problem("connection", "The action \"\(action.name)\" uses no connection.", "Take it away.")]
    case let name?:
      if try await lookup.hasConnection(name, team) { return [] }
      return [
        Self.problem(
          "connection", "The team has no connection \"\(name)\".",
          "Make it on the Connections page, or name another one.")
      ]
    case nil: return []
    }
  }

  private func inputProblems(of poll: PollTrigger, _ action: RegisteredAction) -> [FlowProblem] {
    let schema = action.inputSchema
    let required = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let known = schema["properties"]?.objectValue?.keys ?? []
    var problems = required.filter { $0 != "cursor" && poll.input[$0] == nil }.map {
      Self.problem("input.\($0)", "It is missing; the action \"\(action.name)\" needs it.", "Give it a value.")
    }
    for (name, value) in poll.input {
      if name == "cursor" {
        problems.append(Self.problem("input.cursor", "The trigger fills it in.", "Take it away."))
      } else if !known.contains(name), schema["additionalProperties"] == false {
        problems.append(
          Self.problem(
            "input.\(name)", "The action \"\(action.name)\" has no input \"\(name)\".",
            "Known: \(known.joined(separator: ", "))."))
      } else if !InputType.fits(value, schema["properties"]?[name]) {
        problems.append(
          Self.problem(
            "input.\(name)", "It is \(value.kindName); the action \"\(action.name)\" doesn't take that.",
            "Its type must be \(InputType.expected(schema["properties"]?[name]))."))
      }
    }
    return problems
  }

  private static func problem(_ field: String, _ message: String, _ advice: String) -> FlowProblem {
    FlowProblem(step: nil, field: "trigger.poll.\(field)", message: message, advice: advice)
  }
}
