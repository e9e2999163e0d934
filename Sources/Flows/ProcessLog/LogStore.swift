import Core
import Foundation
import Persistence

/// The SQL of the process log.
struct LogStore {
  let session: any Session
  let masker: Masker

  func entries(of run: RunID, after revision: Int64) throws -> [StepEntry] {
    try entries(where: "run = \(run) and revision > \(revision) order by place, path", of: run)
  }

  /// - Parameter condition: may end in an order and a limit.
  func entries(where condition: Statement, of run: RunID) throws -> [StepEntry] {
    let rows = try session.rows(
      """
      select path, step, kind, state, attempt, place, revision, input, output, failure, wakes_at, started_at, ended_at,
        done, total
      from flow_step where \(condition)
      """)
    guard !rows.isEmpty else { return [] }
    let attempts = try attempts(of: run)
    return try rows.map { try entry($0, attempts) }
  }

  private func attempts(of run: RunID) throws -> [String: [AttemptRecord]] {
    let rows = try session.rows(
      """
      select path, number, outcome, started_at, ended_at, failure from flow_attempt where run = \(run)
      order by path, number
      """)
    return Dictionary(
      grouping: try rows.map { row in
        AttemptRecord(
          path: try row.string("path"), number: try row.int("number"), outcome: try row.choice("outcome"),
          startedAt: try row.date("started_at"), endedAt: try row.date("ended_at"),
          failure: try row.jsonIfAny("failure").map { masker.masked(StepFailure(json: $0)) })
      }, by: \.path)
  }

  private func entry(_ row: Row, _ attempts: [String: [AttemptRecord]]) throws -> StepEntry {
    let path = try row.string("path")
    return StepEntry(
      path: path, stepID: try row.string("step"), kind: try row.string("kind"), state: try row.string("state"),
      attempt: try row.int("attempt"), input: shown(try row.jsonIfAny("input") ?? .null),
      output: try row.jsonIfAny("output").map(shown),
      failure: try row.jsonIfAny("failure").map { masker.masked(StepFailure(json: $0)) },
      startedAt: try row.date("started_at"), endedAt: try row.dateIfAny("ended_at"),
      wakesAt: try row.dateIfAny("wakes_at"), done: try row.int64IfAny("done"), total: try row.int64IfAny("total"),
      attempts: attempts[path] ?? [], revision: try row.int64("revision"), place: try row.int64("place"))
  }

  private func shown(_ value: JSONValue) -> BoundedValue {
    BoundedValue(masker.forShowing(value))
  }
}
