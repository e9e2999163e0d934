import Core
import Foundation
import Persistence

/// The SQL of the journal's rows.
struct StepStore {
  let session: any Session

  /// Rows of one statement; more make longer statements without being quicker.
  private static let rowsPerStatement = 64

  /// Bytes of one statement, about: a row may hold an output of megabytes.
  private static let bytesPerStatement = 4 << 20

  private static let columns: [(name: String, kind: RowList.Kind)] = [
    ("run", .text), ("path", .text), ("step", .text), ("kind", .text), ("state", .text), ("attempt", .integer),
    ("failures", .integer), ("place", .integer), ("revision", .integer), ("input", .text), ("output", .text),
    ("failure", .text), ("wakes_at", .integer), ("started_at", .integer), ("attempt_started_at", .integer),
    ("ended_at", .integer), ("memo", .text),
  ]

  /// The highest revision of a run's rows.
  func revision(of run: RunID) throws -> Int64 {
    try session.row("select coalesce(max(revision), 0) as n from flow_step where run = \(run)")?.int64("n") ?? 0
  }

  /// Writes the rows of several runs at once.
  func write(_ commits: [RunCommit]) throws {
    var rows: [[SQLValue]] = []
    var bytes = 0
    for commit in commits {
      for row in commit.rows {
        let values = Self.values(of: row, in: commit)
        bytes += values.reduce(0) { $0 + $1.textLength }
        rows.append(values)
        guard rows.count == Self.rowsPerStatement || bytes > Self.bytesPerStatement else { continue }
        try upsert(rows)
        (rows, bytes) = ([], 0)
      }
    }
    if !rows.isEmpty { try upsert(rows) }
    for commit in commits {
      for attempt in commit.attempts { try insert(attempt, of: commit.lease.run) }
      for progress in commit.progress { try update(progress, of: commit) }
      for exchanges in commit.exchanges { try insert(exchanges, of: commit.lease.run) }
    }
  }

  private func upsert(_ rows: [[SQLValue]]) throws {
    try session.run(
      """
      insert into flow_step (run, path, step, kind, state, attempt, failures, place, revision, input, output, failure,
        wakes_at, started_at, attempt_started_at, ended_at, memo)
      \(RowList(Self.columns, rows: rows).select(session.dialect))
      on conflict (run, path) do update set state = excluded.state, attempt = excluded.attempt,
        failures = excluded.failures, revision = excluded.revision, output = excluded.output,
        failure = excluded.failure, wakes_at = excluded.wakes_at, memo = excluded.memo,
        attempt_started_at = excluded.attempt_started_at, ended_at = excluded.ended_at
      """)
  }

  private static func values(of row: RunCommit.Row, in commit: RunCommit) -> [SQLValue] {
    let record = row.record
    var output: JSONValue?
    var failure: JSONValue?
    var wakesAt: Date?
    switch record.state {
    case .running, .cancelled: break
    case .waiting(let until): wakesAt = until
    case .succeeded(let value): output = value
    case .failed(let reason): failure = reason.json
    }
    let input = row.isNew ? record.input : nil
    return [
      commit.lease.run.sqlValue, record.path.sqlValue, record.stepID.sqlValue, record.kind.sqlValue,
      record.state.name.sqlValue, record.attempt.sqlValue, record.failures.sqlValue, commit.revision.sqlValue,
      commit.revision.sqlValue, input.sqlValue, output.sqlValue, failure.sqlValue, wakesAt.sqlValue,
      record.startedAt.sqlValue, record.attemptStartedAt.sqlValue, record.endedAt.sqlValue,
      record.memo.sqlValue,
    ]
  }

  private func insert(_ attempt: AttemptRecord, of run: RunID) throws {
    try session.run(
      """
      insert into flow_attempt (run, path, number, outcome, started_at, ended_at, failure)
      values (\(run), \(attempt.path), \(attempt.number), \(attempt.outcome.rawValue), \(attempt.startedAt),
        \(attempt.endedAt), \((attempt.failure?.json).sqlValue))
      on conflict (run, path, number) do nothing
      """)
  }

  private func insert(_ exchanges: RunCommit.Exchanges, of run: RunID) throws {
    for (place, exchange) in exchanges.all.enumerated() {
      try session.run(
        """
        insert into flow_exchange (run, path, attempt, place, exchange)
        values (\(run), \(exchanges.path), \(exchanges.attempt), \(place), \(exchange))
        on conflict (run, path, attempt, place) do update set exchange = excluded.exchange
        """)
    }
  }

  private func update(_ progress: RunCommit.Progress, of commit: RunCommit) throws {
    try session.run(
      """
      update flow_step set done = \(progress.done), total = \(progress.total.sqlValue), revision = \(commit.revision)
      where run = \(commit.lease.run) and path = \(progress.path)
      """)
  }

  /// What an action saved last.
  func checkpoint(of run: RunID, path: String) throws -> JSONValue? {
    try session.row("select state from flow_checkpoint where run = \(run) and path = \(path)")?.json("state")
  }

  func save(checkpoint: JSONValue, of run: RunID, path: String) throws {
    try session.run(
      """
      insert into flow_checkpoint (run, path, state) values (\(run), \(path), \(checkpoint))
      on conflict (run, path) do update set state = excluded.state
      """)
  }
}

extension SQLValue {
  fileprivate var textLength: Int {
    if case .text(let text) = self { text.utf8.count } else { 8 }
  }
}
