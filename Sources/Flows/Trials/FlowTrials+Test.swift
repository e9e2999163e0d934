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
    _ = try await flows.validator.validated(alone.document, for: flow.team)
    let context = try await context(scope, of: id, isMasked: false, as: principal)
    let input: JSONValue
    switch await evaluate(alone.input, in: context) {
    case .failure(let error): throw FlowError.invalid(error.problems)
    case .success(.failure(let failure)): throw FlowError.stepInputFailed(failure)
    case .success(.success(let value)): input = value
    }
    let run = NewRun(
      id: flows.effects.id(), flow: id, team: flow.team, version: flow.version, triggerKind: "test",
      trigger: ["input": input], startedBy: principal.person, createdAt: flows.effects.now())
    return try await flows.store.write { session in
      let runs = RunStore(session: session)
      try runs.insert(run)
      try TrialStore(session: session).insert(document: alone.document, of: run.id)
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
