import Core
import Foundation
import Persistence

/// The SQL of what becomes of runs at the end of a turn, for many of them at once.
struct RunEndings {
  let session: any Session

  private static let runsPerStatement = 64

  private static let columns: [(name: String, kind: RowList.Kind)] = [
    ("id", .text), ("state", .text), ("ready_at", .integer), ("ended_at", .integer), ("claims", .integer),
    ("output", .text), ("failed_path", .text), ("failure", .text),
  ]

  /// Writes the endings of those that have one; their rows are locked already.
  func write(_ commits: [RunCommit]) throws {
    var rest = commits.compactMap { commit in Self.values(of: commit).map { (run: commit.lease.run, values: $0) } }[...]
    while !rest.isEmpty {
      try update(rest.prefix(Self.runsPerStatement))
      rest = rest.dropFirst(Self.runsPerStatement)
    }
    let ended = commits.filter { if case .ended = $0.ending { true } else { false } }.map(\.lease.run)
    if !ended.isEmpty {
      try session.run("delete from flow_checkpoint where run \(RunStore.among(ended, session.dialect))")
      try FlowEnds(session: session).tell(of: commits)
      try session.run("delete from flow_signal where run \(RunStore.among(ended, session.dialect))")
      let endedAt = commits.compactMap { if case .ended(_, let at) = $0.ending { at } else { nil } }.max()
      if let endedAt { try AdmissionStore(session: session).freePlaces(of: ended, at: endedAt) }
    }
    for commit in commits where commit.isSeeded && commit.isEnding { try close(commit) }
    for commit in commits {
      if case .handedBack(_, _, let now) = commit.ending { try settle(commit.lease.run, at: now) }
    }
    if commits.contains(where: { if case .handedBack = $0.ending { true } else { false } }) {
      try session.notify(RunStore.channel)
    }
  }

  private func update(_ endings: ArraySlice<(run: RunID, values: [SQLValue])>) throws {
    let given = RowList(Self.columns, rows: endings.map(\.values)).select(session.dialect)
    // PostgreSQL doesn't know how few are given, and would read all runs to join them.
    let isGiven: Statement =
      session.dialect == .postgres ? "and flow_run.id \(RunStore.among(endings.map(\.run), .postgres))" : ""
    try session.run(
      """
      update flow_run set state = given.state, ready_at = given.ready_at, ended_at = given.ended_at, worker = null,
        fencing = flow_run.fencing + given.claims, revision = flow_run.revision + 1, output = given.output,
        failed_path = given.failed_path, failure = given.failure
      from (\(given)) as given
      where flow_run.id = given.id \(isGiven)
      """)
  }

  /// Ends what a run was begun with and its version has no steps for.
  private func close(_ commit: RunCommit) throws {
    guard case .ended(_, let at) = commit.ending else { return }
    try session.run(
      """
      update flow_step set state = 'cancelled', wakes_at = null, ended_at = \(at), revision = \(commit.revision)
      where run = \(commit.lease.run) and state in ('running', 'waiting')
      """)
  }

  /// Keeps a run from being due that somebody has paused, and makes one due at once that has what it waits for.
  private func settle(_ run: RunID, at now: Date) throws {
    try session.run("update flow_run set ready_at = \(RunStore.never) where id = \(run) and paused_at is not null")
    try session.run(
      """
      update flow_run set ready_at = \(now)
      where id = \(run) and paused_at is null and ready_at > \(now) and exists (
        select 1 from flow_signal g join flow_step s on s.run = g.run and s.path = g.path and s.state = 'waiting'
        where g.run = \(run))
      """)
  }

  /// In the order of the columns; `nil` for a run that goes on in the same hands.
  private static func values(of commit: RunCommit) -> [SQLValue]? {
    let run = commit.lease.run.sqlValue
    switch commit.ending {
    case .none: return nil
    case .handedBack(let readyAt, let isWaiting, _):
      let state = isWaiting ? "waiting" : "queued"
      return [run, state.sqlValue, readyAt.sqlValue, .null, 1.sqlValue, .null, .null, .null]
    case .ended(.succeeded(let output), let at):
      return [run, "succeeded".sqlValue, .null, at.sqlValue, 0.sqlValue, output.sqlValue, .null, .null]
    case .ended(.failed(let path, let failure), let at):
      return [
        run, "failed".sqlValue, .null, at.sqlValue, 0.sqlValue, .null, path.sqlValue, failure.json.sqlValue,
      ]
    case .ended(.cancelled, let at):
      return [run, "cancelled".sqlValue, .null, at.sqlValue, 0.sqlValue, .null, .null, .null]
    }
  }
}
