import Core
import Foundation
import Persistence

/// The SQL of repeating runs: rows are copied in the database, and only what tells how they ended is read.
struct RerunStore {
  let session: any Session

  private static let pathsPerStatement = 200

  /// All rows of a run without their values, in the order in which they were begun.
  func outlines(of run: RunID) throws -> [StepRecord] {
    try session.rows(
      """
      select path, step, kind, state, attempt, failures, null as input, null as output, null as failure, wakes_at,
        started_at, attempt_started_at, ended_at, null as memo
      from flow_step where run = \(run) order by place, path
      """
    ).map(StepRecord.init)
  }

  /// Gives a run the rows of another: those of seeds that are over as they are, others as begun and not ended.
  func copy(_ seeds: [StepRecord], from old: RunID, to new: RunID) throws {
    try copy(seeds.filter(\.state.isFinal).map(\.path), from: old, to: new, columns: Self.kept)
    try copy(seeds.filter { !$0.state.isFinal }.map(\.path), from: old, to: new, columns: Self.reopened)
  }

  private static let kept: Statement = "state, output, failure, wakes_at, ended_at, memo"
  private static let reopened: Statement = "'running', null, null, null, null, null"

  private func copy(_ paths: [String], from old: RunID, to new: RunID, columns: Statement) throws {
    var rest = paths[...]
    while !rest.isEmpty {
      try session.run(
        """
        insert into flow_step (run, path, step, kind, attempt, failures, place, revision, input, started_at,
          attempt_started_at, done, total, state, output, failure, wakes_at, ended_at, memo)
        select cast(\(new) as text), path, step, kind, attempt, failures, place, place, input, started_at,
          attempt_started_at, done, total, \(columns)
        from flow_step where run = \(old) and path in \(list: Array(rest.prefix(Self.pathsPerStatement)))
        """)
      rest = rest.dropFirst(Self.pathsPerStatement)
    }
  }
}
