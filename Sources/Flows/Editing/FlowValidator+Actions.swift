import Core
import Identity

/// An action that a flow names, and where it names it.
struct ActionUse: Sendable {
  let action: String
  let connection: String?
  let input: ValueTemplate
  /// The step; `nil` in a trigger.
  let step: String?
  /// What stands before the fields' names: `trigger.poll.`, or `forEach.` for a loop over pages.
  let prefix: String
  /// Whether the flow itself fills in `cursor`.
  let fillsInCursor: Bool

  init(_ call: ActionStep, of owner: FlowStep) {
    (action, connection, input) = (call.action, call.connection, call.input)
    let isOwn = if case .action = owner.kind { true } else { false }
    (step, prefix, fillsInCursor) = (owner.id, isOwn ? "" : "forEach.", false)
  }

  init(_ poll: PollTrigger) {
    (action, connection, input) = (poll.action, poll.connection, .plain(.object(poll.input)))
    (step, prefix, fillsInCursor) = (nil, "trigger.poll.", true)
  }

  func problem(_ field: String, _ message: String, _ advice: String) -> FlowProblem {
    FlowProblem(step: step, field: prefix + field, message: message, advice: advice)
  }
}

extension FlowValidator {
  /// What keeps an action from being called, as far as the document tells.
  func problems(of use: ActionUse, _ team: TeamID) async throws -> [FlowProblem] {
    guard !use.action.isEmpty else { return [] }
    guard let action = actions[use.action] else {
      let advice = actions.nearest(to: use.action).map { "Did you mean \"\($0)\"?" } ?? "See the list of actions."
      return [use.problem("action", "There is no action \"\(use.action)\".", advice)]
    }
    return try await connectionProblems(of: use, action, team) + inputProblems(of: use, action)
  }

  private func connectionProblems(
    of use: ActionUse, _ action: RegisteredAction, _ team: TeamID
  ) async throws -> [FlowProblem] {
    guard let connection = use.connection else {
      return action.needsConnection
        ? [use.problem("connection", "It is missing; the action needs one.", "Name a connection of the team.")] : []
    }
    guard action.takesConnection else {
      return [use.problem("connection", "The action \"\(action.name)\" uses no connection.", "Take it away.")]
    }
    if try await lookup.hasConnection(connection, team) { return [] }
    return [
      use.problem(
        "connection", "The team has no connection \"\(connection)\".",
        "Make it on the Connections page, or name another one.")
    ]
  }

  /// What can be said of the input before its expressions are evaluated: members that the action doesn't know, members
  /// that it needs, and values of another type than it takes.
  private func inputProblems(of use: ActionUse, _ action: RegisteredAction) -> [FlowProblem] {
    guard let members = Self.members(of: use.input) else { return [] }
    let schema = action.inputSchema
    let names = Set(members.map(\.name) + (use.fillsInCursor ? ["cursor"] : []))
    let required = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let missing = required.filter { !names.contains($0) }.map {
      use.problem("input.\($0)", "It is missing; the action \"\(action.name)\" needs it.", "Give it a value.")
    }
    return missing + members.compactMap { problem(of: $0.name, $0.value, schema, action.name, use) }
  }

  private func problem(
    of name: String, _ value: JSONValue?, _ schema: JSONValue, _ action: String, _ use: ActionUse
  ) -> FlowProblem? {
    if use.fillsInCursor, name == "cursor" {
      return use.problem("input.cursor", "The trigger fills it in.", "Take it away.")
    }
    let known = schema["properties"]?.objectValue?.keys ?? []
    if !known.contains(name), schema["additionalProperties"] == false {
      return use.problem(
        "input.\(name)", "The action \"\(action)\" has no input \"\(name)\".",
        known.isEmpty ? "It takes no input." : "Known: \(known.joined(separator: ", ")).")
    }
    guard let value, !InputType.fits(value, schema["properties"]?[name]) else { return nil }
    return use.problem(
      "input.\(name)", "It is \(value.kindName); the action \"\(action)\" doesn't take that.",
      "Its type must be \(InputType.expected(schema["properties"]?[name])).")
  }

  /// The members of an input that is written out; those with expressions in them have no value yet.
  private static func members(of input: ValueTemplate) -> [(name: String, value: JSONValue?)]? {
    switch input {
    case .plain(let value): (value.objectValue ?? [:]).map { (name: $0.0, value: $0.1) }
    case .object(let members): members.map { (name: $0.name, value: $0.value.plainValue) }
    case .expression, .text, .array: nil
    }
  }
}
