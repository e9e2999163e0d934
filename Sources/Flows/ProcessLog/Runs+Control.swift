import Core
import Foundation
package import Identity
import Persistence

extension Runs {
  /// Lets a run rest: nothing new is begun, what is in flight is finished. It takes no thread while it rests.
  ///
  /// - Throws: ``FlowError/runEnded``; nothing happens to a run that is paused already.
  package func pause(_ id: RunID, as principal: Principal) async throws -> Run {
    let now = effects.now()
    return try await change(id, as: principal) { try $0.pause(id, at: now) }
  }

  /// Lets a paused run go on where it was.
  /// - Throws: ``FlowError/runEnded``; nothing happens to a run that isn't paused.
  package func resume(_ id: RunID, as principal: Principal) async throws -> Run {
    let now = effects.now()
    return try await change(id, as: principal) { try $0.resume(id, at: now) }
  }

  /// What its `respond` step gave; `nil` while there is nothing yet, and when the run ended without one.
  package func response(of id: RunID) async throws -> RunResponse? {
    try await store.read { session in
      try session.row("select response from flow_run where id = \(id)")?.jsonIfAny("response")
    }.map(RunResponse.init(json:))
  }

  private func change(
    _ id: RunID, as principal: Principal, _ body: @escaping @Sendable (RunStore) throws -> Void
  ) async throws -> Run {
    let run = try await run(id, as: principal)
    try Access.require(.runFlows, on: .team(run.team), as: principal)
    guard run.state.endedAt == nil else { throw FlowError.runEnded }
    return try await store.write { session in
      let runs = RunStore(session: session)
      try body(runs)
      return try runs.run(id)
    }
  }
}
