import Core
import Foundation
import Persistence

/// The SQL of the process log.
struct LogStore {
  let session: any Session
  let masker: Masker

  private static let rowsAtOnce = 200

  private static let columns: Statement = """
    path, step, kind, state, attempt, place, revision, input, output, failure, wakes_at, started_at, attempt_started_at,
    ended_at, done, total
    """

  /// Those that have changed, in the order in which they began.
  /// - Parameter last: changes after that one are left out.
  func entries(of run: RunID, after revision: Int64, upTo last: Int64? = nil) throws -> [StepEntry] {
    let bound: Statement = last.map { "and revision <= \($0)" } ?? ""
    return try entries(where: "run = \(run) and revision > \(revision) \(bound) order by place, path", of: run)
  }

  /// The change with which so many entries have changed since a revision; `nil` when there aren't as many.
  func revision(of run: RunID, after revision: Int64, entries count: Int) throws -> Int64? {
    try session.row(
      "select revision from flow_step where run = \(run) and revision > \(revision) order by revision limit 1 offset \(count)"
    )?.int64("revision")
  }

  /// - Parameter condition: may end in an order and a limit.
  func entries(where condition: Statement, of run: RunID) throws -> [StepEntry] {
    let rows = try session.rows(
      "select \(Self.columns) from flow_step where \(condition)")
    return try entries(rows, of: run)
  }

  /// A page of those that the filter lets through, its text aside.
  func page(
    of run: RunID, _ filter: LogFilter, after: (place: Int64, path: String)?, limit: Int
  ) throws -> [StepEntry] {
    let from: Statement =
      after.map { "and (place > \($0.place) or (place = \($0.place) and path > \($0.path)))" } ?? ""
    let states: Statement = filter.states.isEmpty ? "" : "and state in \(list: filter.states)"
    let inside = filter.parent.map(Self.inside) ?? ""
    let rows = try session.rows(
      """
      select \(Self.columns) from flow_step where run = \(run) \(states) \(inside) \(from)
      order by place, path limit \(limit)
      """)
    return try entries(rows, of: run)
  }

  /// Entries that may hold a text; the caller looks at what is shown of them.
  func entries(of run: RunID, holding text: String, limit: Int) throws -> [StepEntry] {
    let rows = try session.rows(
      """
      select \(Self.columns) from flow_step where run = \(run) and \(Self.holding(text))
      order by place, path limit \(limit)
      """)
    return try entries(rows, of: run)
  }

  /// Which of these runs have an entry that may hold a text.
  func runs(among runs: [RunID], holding text: String) throws -> Set<RunID> {
    guard !runs.isEmpty else { return [] }
    let rows = try session.rows(
      "select distinct run from flow_step where run in \(list: runs) and \(Self.holding(text))")
    return Set(try rows.map { try $0.id("run") })
  }

  /// Deliberately wide: letters outside of ASCII may differ in case in ways the engines don't agree on.
  private static func holding(_ text: String) -> Statement {
    let escaped = JSONValue.string(text.lowercased()).serialized().dropFirst().dropLast()
    let pattern = "%" + escaped.map { $0.isASCII ? ("%_\\".contains($0) ? "\\\($0)" : "\($0)") : "_" }.joined() + "%"
    let bound = position(BoundedValue.limit)
    return """
      (lower(path) like \(pattern) escape '\\' or lower(substr(coalesce(failure, ''), 1, \(bound))) like \(pattern) escape '\\'
        or lower(substr(coalesce(input, ''), 1, \(bound))) like \(pattern) escape '\\'
        or lower(substr(coalesce(output, ''), 1, \(bound))) like \(pattern) escape '\\')
      """
  }

  private static func inside(_ parent: String) -> Statement {
    if parent.isEmpty { return "and path not like '%.%' and path not like '%[%'" }
    let count = parent.unicodeScalars.count
    let (length, next, rest) = (position(count), position(count + 1), position(count + 2))
    return """
      and substr(path, 1, \(length)) = \(parent) and substr(path, \(next), 1) in ('.', '[')
      and substr(path, \(rest)) not like '%.%' and substr(path, \(rest)) not like '%[%'
      """
  }

  /// Written out, since PostgreSQL knows no `substr` with the wide numbers that arguments are.
  private static func position(_ number: Int) -> Statement {
    Statement(trusted: String(number))
  }

  private func entries(_ rows: [Row], of run: RunID) throws -> [StepEntry] {
    var entries: [StepEntry] = []
    // What belongs to them is read for some of them at a time: of all in the run there may be millions.
    var rest = rows[...]
    while !rest.isEmpty {
      let some = rest.prefix(Self.rowsAtOnce)
      rest = rest.dropFirst(Self.rowsAtOnce)
      let only: Statement = "and path in \(list: try some.map { try $0.string("path") })"
      let (attempts, exchanges) = (try attempts(of: run, only), try exchanges(of: run, only))
      entries += try some.map { try entry($0, attempts, exchanges) }
    }
    return entries
  }

  private func exchanges(of run: RunID, _ only: Statement) throws -> [String: [Int: [JSONValue]]] {
    let rows = try session.rows(
      "select path, attempt, exchange from flow_exchange where run = \(run) \(only) order by path, attempt, place")
    var exchanges: [String: [Int: [JSONValue]]] = [:]
    for row in rows {
      exchanges[try row.string("path"), default: [:]][try row.int("attempt"), default: []].append(
        masker.forShowing(try row.json("exchange")))
    }
    return exchanges
  }

  private func attempts(of run: RunID, _ only: Statement) throws -> [String: [AttemptRecord]] {
    let rows = try session.rows(
      """
      select path, number, outcome, started_at, ended_at, failure from flow_attempt where run = \(run) \(only)
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

  private func entry(
    _ row: Row, _ attempts: [String: [AttemptRecord]], _ exchanges: [String: [Int: [JSONValue]]]
  ) throws -> StepEntry {
    let path = try row.string("path")
    let failure = try row.jsonIfAny("failure").map { masker.masked(StepFailure(json: $0)) }
    let (wakesAt, number) = (try row.dateIfAny("wakes_at"), try row.int("attempt"))
    let last = StepTry(
      number: number, outcome: try row.string("state"), startedAt: try row.date("attempt_started_at"),
      endedAt: try row.dateIfAny("ended_at"), failure: failure, retryReason: nil,
      exchanges: exchanges[path]?[number] ?? [])
    return StepEntry(
      path: path, stepID: try row.string("step"), kind: try row.string("kind"), state: try row.string("state"),
      attempt: number, input: shown(try row.jsonIfAny("input") ?? .null),
      output: try row.jsonIfAny("output").map(shown),
      failure: failure, startedAt: try row.date("started_at"), endedAt: try row.dateIfAny("ended_at"),
      wakesAt: wakesAt, done: try row.int64IfAny("done"), total: try row.int64IfAny("total"),
      attempts: attempts[path] ?? [],
      tries: StepTry.all(
        recorded: attempts[path] ?? [], last: last, exchanges: exchanges[path] ?? [:], wakesAt: wakesAt),
      revision: try row.int64("revision"), place: try row.int64("place"))
  }

  private func shown(_ value: JSONValue) -> BoundedValue {
    BoundedValue(stored: value, masker: masker)
  }
}
