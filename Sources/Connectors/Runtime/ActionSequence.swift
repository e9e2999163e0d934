import Core
import Foundation

/// Performs a ``SequenceDefinition``, and goes on where an earlier try stopped.
struct ActionSequence: Sendable {
  let rule: SequenceDefinition
  let output: OutputRule
  /// For messages.
  let service: String
  let context: ActionContext
  let effects: Effects
  /// Performs another action of the connector.
  let perform: @Sendable (_ action: String, _ input: JSONValue, ActionContext) async throws -> JSONValue

  func run(in scope: TemplateScope) async throws -> JSONValue {
    let kept = try await context.checkpoint.load()
    var done = kept?["steps"]?.objectValue ?? [:]
    for step in rule.steps where done[step.name] == nil {
      let inner = kept?["step"]?.stringValue == step.name ? kept?["inner"] : nil
      done[step.name] = try await outcome(of: step, scope.knowing(steps: done), done, inner)
      try await context.checkpoint.save(["steps": .object(done)])
    }
    let all = JSONValue.object(done)
    guard let value = output.select.value(in: all) else {
      throw ActionError.unexpected(all, missing: output.select, service: service)
    }
    return value
  }

  /// What a step gives, once it is as it must be.
  private func outcome(
    of step: SequenceDefinition.Step, _ scope: TemplateScope, _ done: JSONObject, _ inner: JSONValue?
  ) async throws -> JSONValue {
    let input: JSONValue
    do {
      input = try step.input.value(in: scope) ?? [:]
    } catch {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "\(step.name) can't be asked: \(error.message).")
    }
    let outer = context.checkpoint
    let checkpoint = Checkpoint(load: { inner }) { value in
      try await outer.save(["steps": .object(done), "step": .string(step.name), "inner": value])
    }
    let context = ActionContext(
      idempotencyKey: "\(context.idempotencyKey)/\(step.name)", checkpoint: checkpoint, progress: context.progress)
    let end = effects.now().addingTimeInterval(step.longest / .seconds(1))
    while true {
      let value = try await perform(step.action, input, context)
      if step.failure?.holds(for: value) == true { throw failed(step, value) }
      guard let until = step.until, !until.holds(for: value) else { return value }
      guard effects.now() < end else {
        throw ActionError(
          code: "service_still_working", category: .unavailable,
          message: "\(service) is still working on it (\(step.action)).", retry: .backOff)
      }
      try await effects.sleep(step.every)
    }
  }

  private func failed(_ step: SequenceDefinition.Step, _ value: JSONValue) -> ActionError {
    ActionError(
      code: "service_reports_errors", category: .upstream,
      message: "\(service) says that it went wrong (\(step.action)).",
      advice: "Look at the service for the reason; the answer is in the process log.",
      details: ["answer": .string(String(value.serialized().prefix(2048)))])
  }
}

extension TemplateScope {
  fileprivate func knowing(steps done: JSONObject) -> TemplateScope {
    var copy = self
    copy.steps = done
    return copy
  }
}
