import Core
import Foundation
import Persistence

/// Makes the session of a run that was just taken, from its journal.
struct RunLoader: Sendable {
  let engine: RunEngine
  let claimed: ClaimedRun

  func session(_ definition: FlowDefinition) async throws -> RunSession {
    let run = claimed.lease.run
    var records: [StepRecord] = []
    var revision: Int64 = 0
    if !claimed.isFirstClaim {
      (records, revision) = try await engine.store.read { session in
        let steps = StepStore(session: session)
        return (try steps.records(of: run), try steps.revision(of: run))
      }
      records = try await engine.payloads.restored(records)
    }
    let machine = RunMachine(
      definition: definition, context: context(definition), journal: StepJournal(records),
      deadline: definition.deadline.map { claimed.startedAt.addingTimeInterval(Double($0.milliseconds) / 1000) },
      callbacks: try await callbacks(definition))
    return RunSession(machine: machine, claimed: claimed, known: Set(records.map(\.path)), revision: revision)
  }

  private func context(_ definition: FlowDefinition) -> ExpressionContext {
    ExpressionContext(
      trigger: claimed.trigger, steps: [:], item: .null, index: .null, vars: definition.variables,
      run: [
        "id": JSONValue(claimed.lease.run), "flow": JSONValue(claimed.flow), "version": JSONValue(claimed.version),
        "startedAt": JSONValue(claimed.startedAt),
      ])
  }

  /// The addresses for callbacks; the run's key is made when they are needed first.
  private func callbacks(_ definition: FlowDefinition) async throws -> CallbackAddresses? {
    guard definition.takesCallbacks else { return nil }
    let run = claimed.lease.run
    let fresh = engine.effects.token()
    let key = try await engine.store.write { session in
      try session.run("update flow_run set callback_key = \(fresh) where id = \(run) and callback_key is null")
      return try session.row("select callback_key from flow_run where id = \(run)")?.stringIfAny("callback_key")
    }
    return CallbackAddresses(
      run: run, key: key ?? fresh, base: engine.settings.callbackBase, definition: definition)
  }
}
