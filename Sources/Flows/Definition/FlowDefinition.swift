package import Core

/// What a flow does: the typed form of the document that a person wrote in YAML or JSON.
///
/// Made by ``FlowReader`` alone, which refuses everything that couldn't run; a definition that exists is sound.
package struct FlowDefinition: Sendable, Hashable {
  /// What people call it.
  package let name: String
  /// What it is for, in a sentence or two; may be empty.
  package let description: String
  /// What starts it. Every flow can be started by hand as well.
  package let triggers: [FlowTrigger]
  /// What `.vars` holds when a run begins.
  package let variables: JSONObject
  /// The JSON Schema that the input of a run started by hand must satisfy, if the author gave one.
  package let inputSchema: JSONValue?
  /// How long a run may take, from its start; `nil` for as long as it needs.
  package let deadline: Duration?
  package let limits: FlowLimits
  /// What happens, from top to bottom.
  package let steps: [FlowStep]
  /// Every jq expression of the flow; ``Expression/index`` is the position in here.
  package let expressions: [Expression]
  /// The expressions that need jq, as one program.
  let program: ExpressionProgram
  /// Whether a step waits for another system's call.
  let takesCallbacks: Bool

  init(
    name: String, description: String, triggers: [FlowTrigger], variables: JSONObject, inputSchema: JSONValue?,
    deadline: Duration?, limits: FlowLimits, steps: [FlowStep], expressions: [Expression]
  ) {
    self.name = name
    self.description = description
    self.triggers = triggers
    self.variables = variables
    self.inputSchema = inputSchema
    self.deadline = deadline
    self.limits = limits
    self.steps = steps
    self.expressions = expressions
    program = ExpressionProgram(expressions)
    takesCallbacks = steps.flatMap(\.selfAndInner).contains {
      if case .wait(.callback) = $0.kind { true } else { false }
    }
  }
}

extension FlowDefinition {
  /// Every step, those inside of others included, in reading order.
  package var allSteps: [FlowStep] { steps.flatMap(\.selfAndInner) }

  /// The connections that its steps and triggers name, each once, in reading order.
  package var connections: [String] {
    var seen: Set<String> = []
    return (polls.map(\.connection) + allSteps.flatMap(\.calls).map(\.connection)).compactMap(\.self)
      .filter { seen.insert($0).inserted }
  }

  /// The other flows that its steps start, as written, each once.
  package var subflows: [String] {
    var seen: Set<String> = []
    return allSteps.compactMap { step in
      guard case .flow(let subflow) = step.kind else { return nil }
      return seen.insert(subflow.flow).inserted ? subflow.flow : nil
    }
  }
}
