package import Core
import Foundation
package import Identity
import Persistence

extension Runs {
  /// Repeats a run that has ended, in whole or in part, as a new run. When this returns, that is on disk.
  ///
  /// What is done isn't done again: the new run's journal begins with the finished rows of the old one. It goes on with the
  /// version that the old one ran, or with the newest one, when that has steps at the same places.
  /// - Parameters:
  ///   - path: the step to begin with, as in the log; `nil` for the whole run, or for ``onlyFailedItems``.
  ///   - editedInput: what that step is called with, or the run when there is no path; `nil` for what it was, which is
  ///     evaluated anew for a step.
  ///   - onlyFailedItems: does the items of loops again that failed, and what comes after those loops.
  ///   - onNewestVersion: whether the flow as it is now is used, so that a corrected step is done as corrected.
  /// - Throws: ``FlowError/cannotRerun(path:reason:)``.
  package func rerun(
    _ id: RunID, from path: String? = nil, editedInput: JSONValue? = nil, onlyFailedItems: Bool = false,
    onNewestVersion: Bool = false, as principal: Principal
  ) async throws -> Run {
    let old = try await run(id, as: principal)
    try Access.require(.runFlows, on: .team(old.team), as: principal)
    guard old.state.endedAt != nil else {
      throw FlowError.cannotRerun(path: path ?? "", reason: "it hasn't ended yet")
    }
    guard old.triggerKind != "test" else {
      throw FlowError.cannotRerun(path: path ?? "", reason: "it was the test of one step")
    }
    let newID: RunID = effects.id()
    let now = effects.now()
    return try await store.write { session in
      let flows = FlowStore(session: session)
      let version = onNewestVersion ? try flows.flow(old.flow).version : old.version
      let definition = FlowReader.read(try flows.version(old.flow, version).document).definition
      let records = try RerunStore(session: session).outlines(of: id)
      let seeds = try Self.seeds(
        of: records, definition, from: path, input: editedInput, onlyFailedItems: onlyFailedItems, at: now)
      // Of what was read only outlines are known; the row for an edited input is the one that is whole.
      let edited = editedInput == nil ? nil : seeds.last { $0.path == path }
      let trigger = try session.row("select trigger_data from flow_run where id = \(id)")?.json("trigger_data")
      let runs = RunStore(session: session)
      try runs.insert(
        NewRun(
          id: newID, flow: old.flow, team: old.team, version: version, triggerKind: old.triggerKind,
          trigger: path == nil ? editedInput ?? trigger ?? .null : trigger ?? .null, startedBy: principal.person,
          createdAt: now, rerunOf: id, label: old.label))
      try RerunStore(session: session).copy(seeds.filter { $0.path != edited?.path }, from: id, to: newID)
      if let edited {
        let revision = try StepStore(session: session).revision(of: newID) + 1
        try StepStore(session: session).write([
          RunCommit(
            lease: Lease(run: newID, fencing: 0), revision: revision,
            rows: [RunCommit.Row(record: edited, isNew: true)])
        ])
      }
      return try runs.run(newID)
    }
  }

  private static func seeds(
    of records: [StepRecord], _ definition: FlowDefinition, from path: String?, input: JSONValue?,
    onlyFailedItems: Bool, at now: Date
  ) throws(FlowError) -> [StepRecord] {
    if onlyFailedItems {
      if let seeds = RerunPlan.failedItems(of: records, definition, at: now) { return seeds }
      throw .cannotRerun(path: path ?? "", reason: "no item of a loop has failed in it")
    }
    guard let path else { return [] }
    let input = input.map(PayloadReference.escaped)
    if let seeds = try RerunPlan.from(path, input: input, of: records, definition, at: now) { return seeds }
    throw .cannotRerun(path: path, reason: "the flow has no step there")
  }
}
