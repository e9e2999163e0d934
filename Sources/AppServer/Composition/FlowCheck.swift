import Connectors
package import Core
import FileSteps
package import Flows

/// Checks flows where there is no deployment, as on a developer's machine: against the actions that the program brings
/// along. Connections and other flows are taken to be there.
package enum FlowCheck {
  /// Everything that keeps the flow from running, in reading order.
  package static func problems(in document: JSONValue) async throws -> [FlowProblem] {
    let catalogue = try ConnectorCatalogue.shipped()
    let validator = FlowValidator(
      actions: ActionRegistry(catalogue.actions.map(described) + FileStepCatalogue.all.map(described)),
      lookup: .trusting, evaluator: ExpressionEvaluator(command: [ProgramPath.current, "expression-worker"]))
    return try await validator.check(document, for: Effects.live.id()).1
  }

  private static func described(_ action: ActionDescription) -> RegisteredAction {
    RegisteredAction(
      name: action.reference.description, title: action.title, inputSchema: action.inputSchema,
      outputSchema: action.outputSchema, needsConnection: action.needsConnection,
      takesConnection: action.takesConnection, run: refuse)
  }

  private static func described(_ step: FileStep) -> RegisteredAction {
    RegisteredAction(
      name: step.fullName, title: step.title, inputSchema: step.input.source, outputSchema: step.output,
      needsConnection: false, run: refuse)
  }

  @Sendable private static func refuse(_ call: ActionCall) async throws(StepFailure) -> JSONValue {
    throw StepFailure(code: "no_deployment", message: "Nothing is run while a flow is checked.")
  }
}
