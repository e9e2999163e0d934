package import Identity
package import Persistence

extension Flows {
  /// In whose name an action of a flow is performed: whoever started the run, or whoever published the version that a
  /// trigger started.
  /// - Parameter run: `nil` when a trigger asks by itself; then it is the newest version's author.
  /// - Returns: `nil` when nobody is known, as for flows that came with a file of this machine.
  package static func authority(
    of flow: FlowID, run: RunID?, in store: any Store
  ) async throws -> PersonID? {
    try await store.read { session in
      if let run,
        let row = try session.row(
          """
          select coalesce(r.started_by, v.created_by) as person from flow_run r
          left join flow_version v on v.flow = r.flow and v.number = r.version where r.id = \(run)
          """)
      {
        return try row.idIfAny("person")
      }
      let row = try session.row(
        "select created_by as person from flow_version where flow = \(flow) order by number desc limit 1")
      return try row?.idIfAny("person")
    }
  }
}
