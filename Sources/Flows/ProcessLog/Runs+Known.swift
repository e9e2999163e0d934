import Core
import Persistence

/// Which runs there are, for whoever keeps things for them.
extension Runs {
  /// Those of these runs whose history is still kept.
  package func known(among ids: [RunID]) async throws -> Set<RunID> {
    guard !ids.isEmpty else { return [] }
    return try await store.read { session in
      let rows = try session.rows("select id from flow_run where id in \(list: ids)")
      return Set(try rows.compactMap { RunID(try $0.string("id")) })
    }
  }
}
