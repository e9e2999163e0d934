import Core
import Foundation
import Identity
import Persistence

/// The SQL of the calls that came in.
struct ReceivedCallStore {
  let session: any Session

  func insert(_ call: ReceivedCall) throws {
    // As JSON, which can hold every character.
    let body = call.body.map(JSONValue.string)
    try session.run(
      """
      insert into flow_webhook_call (id, flow, team, received_at, method, remote, headers, query, body, size, file,
        outcome, status, code, reason, runs, replays)
      values (\(call.id), \(call.flow), \(call.team), \(call.receivedAt), \(call.method),
        \(call.remoteAddress.sqlValue), \(JSONValue.object(call.headers)), \(JSONValue.object(call.query)),
        \(body.sqlValue), \(call.size), \(call.file.sqlValue), \(call.outcome.rawValue), \(call.status),
        \(call.code.sqlValue), \(call.reason.sqlValue), \(JSONValue.array(call.runs.map { JSONValue($0) })),
        \(call.replays.sqlValue))
      """)
  }

  func call(_ id: ReceivedCallID) throws -> ReceivedCall {
    guard let row = try session.row("select * from flow_webhook_call where id = \(id)") else {
      throw FlowError.noSuchCall
    }
    return try Self.call(row)
  }

  /// The newest first.
  func calls(
    of teams: [TeamID], flow: FlowID?, outcome: ReceivedCall.Outcome?, after: (at: Int64, id: String)?, limit: Int
  ) throws -> [ReceivedCall] {
    let ofFlow: Statement = flow.map { "and flow = \($0)" } ?? ""
    let ofOutcome: Statement = outcome.map { "and outcome = \($0.rawValue)" } ?? ""
    let from: Statement =
      after.map { "and (received_at < \($0.at) or (received_at = \($0.at) and id < \($0.id)))" } ?? ""
    return try session.rows(
      """
      select * from flow_webhook_call where team in \(list: teams) \(ofFlow) \(ofOutcome) \(from)
      order by received_at desc, id desc limit \(limit)
      """
    ).map(Self.call)
  }

  /// Forgets calls that are too old, and all but the newest of each flow.
  /// - Returns: those that held files.
  @discardableResult
  func forget(before: Date, keeping newest: Int) throws -> [ReceivedCallID] {
    let old = try session.rows("delete from flow_webhook_call where received_at < \(before) returning id, file")
    let many = try session.rows(
      """
      delete from flow_webhook_call where id in (
        select id from (
          select id, row_number() over (partition by flow order by received_at desc, id desc) as n
          from flow_webhook_call
        ) as ranked where n > \(newest)
      ) returning id, file
      """)
    return try (old + many).filter { try !$0.isNull("file") }.map { try $0.id("id") }
  }

  private static func call(_ row: Row) throws -> ReceivedCall {
    ReceivedCall(
      id: try row.id("id"), flow: try row.id("flow"), team: try row.id("team"), receivedAt: try row.date("received_at"),
      method: try row.string("method"), remoteAddress: try row.stringIfAny("remote"),
      headers: try row.json("headers").objectValue ?? [:], query: try row.json("query").objectValue ?? [:],
      body: try row.jsonIfAny("body")?.stringValue, size: try row.int64("size"), file: try row.jsonIfAny("file"),
      outcome: try row.choice("outcome"), status: try row.int("status"), code: try row.stringIfAny("code"),
      reason: try row.stringIfAny("reason"),
      runs: try row.json("runs").arrayValue?.compactMap { $0.stringValue.flatMap(RunID.init) } ?? [],
      replays: try row.idIfAny("replays"))
  }
}
