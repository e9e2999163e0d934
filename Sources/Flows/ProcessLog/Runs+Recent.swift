import Core
package import Identity
import Persistence

extension Runs {
  /// The last runs of several flows, of each the newest first; for lists that show how flows have fared.
  ///
  /// Flows that the principal may not see are passed over.
  package func recent(of flows: [FlowID], each limit: Int, as principal: Principal) async throws -> [FlowID: [Run]] {
    let teams = try Flows.visibleTeams(nil, as: principal)
    return try await store.read { session in
      let runs = RunStore(session: session)
      var recent: [FlowID: [Run]] = [:]
      // One short look into the index each: over all flows at once the engine would have to number every run.
      for flow in flows {
        recent[flow] = try runs.runs(RunFilter(teams: teams, flow: flow), after: nil, limit: limit, isBrief: true)
      }
      return recent
    }
  }
}
