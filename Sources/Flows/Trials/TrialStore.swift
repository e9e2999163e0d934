import Core
import Foundation
import Identity
import Persistence

/// The SQL of trials: pins, the documents of test runs, and what a finished run left for previews.
struct TrialStore {
  let session: any Session

  /// A preview never reads more rows of a run than this: a loop may have a million.
  private static let maximumRows = 2000

  /// The rows of these steps, and the first rounds of the loops among them.
  func rows(of run: RunID, scope: TrialScope) throws -> [TrialRow] {
    let ids = Set(scope.visible + scope.loops.map(\.step))
    guard !ids.isEmpty else { return [] }
    let steps = try session.rows(
      """
      select path, step, kind, input, output from flow_step where run = \(run) and step in \(list: ids.sorted())
      order by revision, path limit \(Self.maximumRows)
      """
    ).map(Self.row)
    let rounds = scope.loops.flatMap { loop in
      steps.filter { $0.step == loop.step }.map { "\($0.path)[\(loop.index)]" }
    }
    guard !rounds.isEmpty else { return steps }
    return try steps
      + session.rows(
        """
        select path, step, kind, input, output from flow_step
        where run = \(run) and path in \(list: Array(rounds.prefix(100)))
        """
      ).map(Self.row)
  }

  func trigger(of run: RunID) throws -> JSONValue {
    try session.row("select trigger_data from flow_run where id = \(run)")?.json("trigger_data") ?? .null
  }

  // MARK: Pins

  func pins(of flow: FlowID, person: PersonID) throws -> JSONObject {
    let rows = try session.rows(
      "select step, output from flow_pin where flow = \(flow) and person = \(person) order by step")
    return JSONObject(try rows.map { (try $0.string("step"), try $0.json("output")) })
  }

  func pin(_ output: JSONValue, of step: String, flow: FlowID, person: PersonID, at now: Date) throws {
    try session.run(
      """
      insert into flow_pin (flow, person, step, output, pinned_at)
      values (\(flow), \(person), \(step), \(output), \(now))
      on conflict (flow, person, step) do update set output = excluded.output, pinned_at = excluded.pinned_at
      """)
  }

  func unpin(_ step: String, flow: FlowID, person: PersonID) throws {
    try session.run("delete from flow_pin where flow = \(flow) and person = \(person) and step = \(step)")
  }

  // MARK: Runs of one step

  /// A run belongs to a version. A flow that was never published gets the row of its first one, which publishing fills.
  func holdFirstVersion(_ document: JSONValue, of flow: FlowID, at now: Date) throws {
    try session.run(
      """
      insert into flow_version (flow, number, document, created_at) values (\(flow), 1, \(document), \(now))
      on conflict (flow, number) do nothing
      """)
  }

  func insert(document: JSONValue, of run: RunID) throws {
    try session.run("insert into flow_trial (run, document) values (\(run), \(document))")
  }

  /// The document that a run executes instead of a saved version.
  func document(of run: RunID) throws -> JSONValue? {
    try session.row("select document from flow_trial where run = \(run)")?.json("document")
  }

  private static func row(_ row: Row) throws -> TrialRow {
    TrialRow(
      path: try row.string("path"), step: try row.string("step"), kind: try row.string("kind"),
      input: try row.jsonIfAny("input") ?? .null, output: try row.jsonIfAny("output"))
  }
}
