import Core
import Foundation
import Persistence

/// The SQL of signals: what reaches a step of a run from outside, kept until the step takes it.
struct SignalStore {
  let session: any Session

  /// Who runs listens here for signals and wishes to pause.
  static let channel = "flow_signal"

  /// Keeps a signal and makes its run due. The first one for a step counts.
  /// - Returns: whether it was the first, and the run goes on.
  func insert(_ payload: JSONValue, for run: RunID, path: String, at now: Date) throws -> Bool {
    // Locked, so that a run that is being handed back either sees the signal or is made due by it.
    let lock = session.dialect.forUpdate
    let isGoing = try session.row("select id from flow_run where id = \(run) and ended_at is null\(lock)") != nil
    guard isGoing else { return false }
    let inserted = try session.run(
      """
      insert into flow_signal (run, path, payload, created_at) values (\(run), \(path), \(payload), \(now))
      on conflict (run, path) do nothing
      """)
    guard inserted == 1 else { return false }
    try session.run(
      """
      update flow_run set ready_at = \(now)
      where id = \(run) and state = 'waiting' and paused_at is null and ready_at > \(now)
      """)
    try session.notify(RunStore.channel)
    try session.notify(Self.channel)
    return true
  }

  /// What has come for a run and wasn't taken yet.
  func signals(of runs: [RunID]) throws -> [(run: RunID, path: String, payload: JSONValue)] {
    guard !runs.isEmpty else { return [] }
    return try session.rows("select run, path, payload from flow_signal where run in \(list: runs)").map {
      (try $0.id("run"), try $0.string("path"), try $0.json("payload"))
    }
  }

  func take(_ run: RunID, path: String) throws {
    try session.run("delete from flow_signal where run = \(run) and path = \(path)")
  }
}
