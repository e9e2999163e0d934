package import Core
import Foundation
package import Identity
import Persistence

extension FlowTrials {
  /// Performs the action of one step once, as a run of its own that the process log keeps. It is no rehearsal: the
  /// service is really called.
  ///
  /// The step's input is filled from the run that `scope` names, and from this person's pins.
  /// - Parameter step: the step as the document has it; it need not be saved.
  /// - Throws: ``FlowError/invalid(_:)`` when the step can't run; ``FlowError/stepInputFailed(_:)`` when its input can't
  ///   be filled on this data.
  package func test(
    _ step: JSONValue, in scope: TrialScope, of id: FlowID, as principal: Principal
  ) async throws -> Run {
    let flow = try await flows.flow(id, for: .runFlows, as: principal)
    let alone = try Self.alone(step)
    _ = try await flows.validator.validated(alone.document, for: flow.team, as: principal)
    let context = try await context(scope, of: id, isMasked: false, as: principal)
    let input: JSONValue
    switch await evaluate(alone.input, in: context) {
    case .failure(let error): throw FlowError.invalid(error.problems)
    case .success(.failure(let failure)): throw FlowError.stepInputFailed(failure)
    case .success(.success(let value)): input = value
    }
    return try await start(alone.document, ["input": input], of: flow, kind: "test", as: principal)
  }

  /// Runs a document as it is, saved or not, without publishing it: actions are really performed.
  /// - Parameter input: what `.trigger` holds; must satisfy the document's own input schema.
  /// - Throws: ``FlowError/invalid(_:)``; ``FlowError/inputRefused(_:)``.
  package func run(
    _ document: JSONValue, input: JSONValue, of id: FlowID, as principal: Principal
  ) async throws -> Run {
    let flow = try await flows.flow(id, for: .runFlows, as: principal)
    try Access.require(.editFlows, on: .team(flow.team), as: principal)
    let definition = try await flows.validator.validated(document, for: flow.team, as: principal)
    return try await start(document, try definition.accepted(input), of: flow, kind: "trial", as: principal)
  }

  private func start(
    _ document: JSONValue, _ trigger: JSONValue, of flow: Flow, kind: String, as principal: Principal
  ) async throws -> Run {
    let now = flows.effects.now()
    let run = NewRun(
      id: flows.effects.id(), flow: flow.id, team: flow.team, version: max(1, flow.version), triggerKind: kind,
      trigger: trigger, startedBy: principal.person, createdAt: now)
    return try await flows.store.write { session in
      let (runs, trials) = (RunStore(session: session), TrialStore(session: session))
      if !flow.isPublished { try trials.holdFirstVersion(document, of: flow.id, at: now) }
      try runs.insert(run)
      try trials.insert(document: document, of: run.id)
      return try runs.run(run.id)
    }
  }

  /// A flow of this step alone. Its input comes in as the trigger, so that what was filled isn't filled again.
  private static func alone(_ step: JSONValue) throws -> (document: JSONValue, input: JSONValue) {
    guard let fields = step.objectValue, let action = fields["action"] else {
      throw FlowError.invalid([
        FlowProblem(
          step: step["id"]?.stringValue, field: "action", message: "Only a step that calls an action can be tried.",
          advice: "Run the flow to try a control step.")
      ])
    }
    let id = fields["id"]?.stringValue ?? "step"
    var only: JSONObject = ["id": .string(id), "action": action, "input": "{{ .trigger.input }}"]
    for name in ["title", "connection", "timeout"] { only[name] = fields[name] }
    only["retry"] = ["maxAttempts": 1]
    return (["name": .string("Test of \(id)"), "steps": [.object(only)]], fields["input"] ?? [:])
  }
}
