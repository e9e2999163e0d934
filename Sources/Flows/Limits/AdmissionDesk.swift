import Core
import Foundation
import Logging
import Persistence

/// Asks the limits of a run's flow whether it may begin, and puts it back into the queue when it may not.
struct AdmissionDesk: Sendable {
  let engine: RunEngine

  /// Whether the run is to be carried out now; otherwise it isn't this worker's any more.
  func admits(_ run: ClaimedRun) async -> Bool {
    guard !run.isAdmitted, !run.isCancelRequested, !run.isPaused else { return true }
    do {
      let definition = try await engine.plans.definition(of: run.flow, version: run.version, in: engine.store)
      let limits = definition.limits
      if limits == .none { return true }
      let keys = try await keys(of: run, definition)
      let now = engine.effects.now()
      let decision = try await engine.store.writeLocking { session in
        try AdmissionStore(session: session).decide(run, limits, keys, at: now)
      }
      switch decision {
      case .admit: return true
      case .supersede:
        var commit = RunCommit(lease: run.lease, revision: 1, parent: run.parent)
        commit.ending = .ended(.cancelled, at: now)
        try await engine.journal.commit(commit)
        engine.feed.poke(run.lease.run, isAnswer: true)
        return false
      case .hold:
        engine.feed.poke(run.lease.run, isAnswer: false)
        return false
      case nil: return false
      }
    } catch let failure as StepFailure {
      await end(run, failure)
      return false
    } catch is FlowError {
      // The driver meets it as well, and says so.
      return true
    } catch {
      engine.logger.warning(
        "A run could not be let in; it is taken up again when its lease has lapsed",
        metadata: ["run": "\(run.lease.run)", "error": "\(error)"])
      return false
    }
  }

  /// A run whose key can't be told fails: running it would break the limit.
  private func end(_ run: ClaimedRun, _ failure: StepFailure) async {
    var commit = RunCommit(lease: run.lease, revision: 1, parent: run.parent)
    commit.ending = .ended(.failed(path: "", engine.masker.masked(failure)), at: engine.effects.now())
    do {
      try await engine.journal.commit(commit)
    } catch {
      engine.logger.warning(
        "Run put off", metadata: ["run": "\(run.lease.run)", "error": "\(error)"])
    }
    engine.feed.poke(run.lease.run, isAnswer: true)
  }

  private func keys(of run: ClaimedRun, _ definition: FlowDefinition) async throws -> AdmissionStore.Keys {
    let context = ExpressionContext(
      trigger: run.trigger, steps: [:], item: .null, index: .null, vars: definition.variables,
      run: ["id": JSONValue(run.lease.run), "flow": JSONValue(run.flow), "version": JSONValue(run.version)])
    var keys = AdmissionStore.Keys()
    if let template = definition.limits.perKey?.key {
      keys.limit = try await value(of: template, "limits.per.key", context, definition)
    }
    if let debounce = definition.limits.debounce {
      keys.debounce = ""
      if let template = debounce.key {
        keys.debounce = try await value(of: template, "limits.debounce.key", context, definition)
      }
    }
    return keys
  }

  private func value(
    of template: ValueTemplate, _ field: String, _ context: ExpressionContext, _ definition: FlowDefinition
  ) async throws -> String {
    if let plain = template.plainValue { return Self.text(plain) }
    let evaluation = Evaluation(path: field, template: template, context: context)
    guard let result = await engine.evaluator.fill([evaluation], of: definition).first?.result else { return "" }
    return Self.text(try result.get())
  }

  /// Equal for equal values, and short.
  private static func text(_ value: JSONValue) -> String {
    let text = value.stringValue ?? value.serialized(sorted: true)
    return text.utf8.count <= 200 && !text.utf8.contains(0) ? text : "sha256:" + WebhookToken.hash(text)
  }
}
