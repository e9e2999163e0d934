import Core
import Foundation
import Persistence

/// Makes the session of a run that was just taken, from its journal, and reads the rest of that as the machine asks for it.
struct RunLoader: Sendable {
  let engine: RunEngine
  let claimed: ClaimedRun

  func session(_ definition: FlowDefinition) async throws -> RunSession {
    let run = claimed.lease.run
    var records: [StepRecord] = []
    var failures: [String: StepFailure] = [:]
    var stopOutput: JSONValue?
    var revision: Int64 = 0
    if !claimed.isFirstClaim {
      let paths = definition.steps.paths(below: "")
      let canStop = definition.allSteps.contains { $0.kindName == "stop" }
      (records, failures, stopOutput, revision) = try await engine.store.read { session in
        let recall = RecallStore(session: session, run: run)
        let records = try recall.records(at: paths)
        return (
          records, try recall.failures(at: StepJournal.origins(of: records)), canStop ? try recall.stopOutput() : nil,
          try StepStore(session: session).revision(of: run)
        )
      }
      records = try await engine.payloads.restored(records)
      if let stored = stopOutput { stopOutput = try await engine.payloads.restored(stored) }
    }
    let machine = RunMachine(
      definition: definition, context: context(definition),
      journal: StepJournal(records, failures: failures, stopOutput: stopOutput),
      deadline: definition.deadline.map { claimed.startedAt.addingTimeInterval(Double($0.milliseconds) / 1000) },
      callbacks: try await callbacks(definition))
    return RunSession(machine: machine, claimed: claimed, known: records, revision: revision)
  }

  /// What the journal has to say to the machine's question.
  func answer(_ recall: Recall) async throws -> Recollection {
    let run = claimed.lease.run
    switch recall {
    case .loop(let path):
      let (begun, open, pages) = try await engine.store.read { session in
        let recall = RecallStore(session: session, run: run)
        let begun = try recall.begun(path)
        return (begun, try recall.openRounds(of: path), try recall.pages(of: path, from: begun))
      }
      return .loop(path: path, begun: begun, open: open, pages: try await engine.payloads.restored(pages))
    case .rounds(let loop, let count, let paths):
      let records = try await engine.store.read { try RecallStore(session: $0, run: run).records(at: paths) }
      return .rounds(loop: loop, count: count, records: try await engine.payloads.restored(records))
    }
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
