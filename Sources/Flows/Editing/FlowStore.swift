import Core
import Foundation
import Identity
import Persistence

/// The SQL of flows and their versions.
struct FlowStore {
  let session: any Session

  func insert(_ flow: Flow, hash: String, sealedToken: [UInt8]) throws {
    try session.run(
      """
      insert into flow_flow (id, team, name, description, version, is_published, is_active, hook_hash, hook_token,
        created_at, created_by, updated_at)
      values (\(flow.id), \(flow.team), \(flow.name), \(flow.description), \(max(flow.version, 1)),
        \(flow.isPublished), \(flow.isActive), \(hash), \(sealedToken), \(flow.createdAt), \(flow.createdBy.sqlValue),
        \(flow.updatedAt))
      """)
  }

  /// Writes a version down. Numbers are given under the flow's lock, so that a row can only be there already when a trial
  /// of a flow that wasn't published yet has held the first one.
  func insert(_ version: FlowVersion) throws {
    try session.run(
      """
      insert into flow_version (flow, number, document, note, rolled_back_from, created_at, created_by)
      values (\(version.flow), \(version.number), \(version.document), \(version.note.sqlValue),
        \(version.rolledBackFrom.sqlValue), \(version.createdAt), \(version.createdBy.sqlValue))
      on conflict (flow, number) do update set document = excluded.document, note = excluded.note,
        created_at = excluded.created_at, created_by = excluded.created_by
      """)
  }

  func flow(_ id: FlowID, forUpdate: Bool = false) throws -> Flow {
    let lock: Statement = forUpdate ? session.dialect.forUpdate : ""
    guard let row = try session.row("\(Self.selection) where id = \(id)\(lock)") else { throw FlowError.noSuchFlow }
    return try Self.flow(row)
  }

  /// The flow a webhook's address belongs to.
  func flow(hookHash: String) throws -> Flow {
    guard let row = try session.row("\(Self.selection) where hook_hash = \(hookHash)") else {
      throw FlowError.noSuchWebhook
    }
    return try Self.flow(row)
  }

  /// The flow that somebody means by a name or an identifier; of several with one name the oldest.
  func flow(named reference: String, in team: TeamID) throws -> Flow? {
    if let id = FlowID(reference),
      let row = try session.row("\(Self.selection) where id = \(id) and team = \(team)")
    {
      return try Self.flow(row)
    }
    return try session.row(
      "\(Self.selection) where team = \(team) and name = \(reference) order by created_at, id limit 1"
    ).map(Self.flow)
  }

  /// By name; `after` is the name and id of the last one seen.
  func flows(of teams: [TeamID], after: (name: String, id: String)?, limit: Int) throws -> [Flow] {
    let from: Statement =
      after.map { "and (name > \($0.name) or (name = \($0.name) and id > \($0.id)))" } ?? ""
    return try session.rows(
      "\(Self.selection) where team in \(list: teams) \(from) order by name, id limit \(limit)"
    ).map(Self.flow)
  }

  func version(_ flow: FlowID, _ number: Int) throws -> FlowVersion {
    guard
      let row = try session.row(
        "\(Self.versionSelection) where flow = \(flow) and number = \(number)")
    else { throw FlowError.noSuchVersion(number) }
    return try Self.version(row)
  }

  /// The newest first.
  func versions(of flow: FlowID) throws -> [FlowVersion] {
    try session.rows(
      "\(Self.versionSelection) where flow = \(flow) order by number desc"
    ).map(Self.version)
  }

  func update(_ flow: FlowID, name: String, description: String, version: Int, at now: Date) throws {
    try session.run(
      """
      update flow_flow set name = \(name), description = \(description), version = \(version), is_published = 1,
        updated_at = \(now)
      where id = \(flow)
      """)
  }

  func rename(_ flow: FlowID, _ name: String, _ description: String, at now: Date) throws {
    try session.run(
      "update flow_flow set name = \(name), description = \(description), updated_at = \(now) where id = \(flow)")
  }

  func setActive(_ flow: FlowID, _ isActive: Bool, at now: Date) throws {
    try session.run("update flow_flow set is_active = \(isActive), updated_at = \(now) where id = \(flow)")
  }

  func delete(_ flow: FlowID) throws {
    try session.run("delete from flow_run where flow = \(flow)")
    try session.run("delete from flow_flow where id = \(flow)")
  }

  /// The sealed token of its address.
  func hook(_ flow: FlowID) throws -> [UInt8] {
    guard let row = try session.row("select hook_token from flow_flow where id = \(flow)") else {
      throw FlowError.noSuchFlow
    }
    return try row.bytes("hook_token")
  }

  private static let selection: Statement = """
    select id, team, name, description, version, is_published, is_active, created_at, created_by, updated_at,
      (select min(next_at) from flow_schedule where flow = flow_flow.id) as next_at,
      (select revision from flow_draft where flow = flow_flow.id) as draft_revision,
      (select base from flow_draft where flow = flow_flow.id) as draft_base,
      (select updated_at from flow_draft where flow = flow_flow.id) as draft_updated_at
    from flow_flow
    """

  private static let versionSelection: Statement = """
    select flow, number, document, note, rolled_back_from, created_at, created_by from flow_version
    """

  private static func flow(_ row: Row) throws -> Flow {
    let isPublished = try row.bool("is_published")
    let draft = try row.int64IfAny("draft_revision").map { revision in
      FlowDraftNote(
        revision: Int(revision), base: try row.int("draft_base"), updatedAt: try row.date("draft_updated_at"))
    }
    return Flow(
      id: try row.id("id"), team: try row.id("team"), name: try row.string("name"),
      description: try row.string("description"), version: isPublished ? try row.int("version") : 0,
      isPublished: isPublished, draft: draft, isActive: try row.bool("is_active"),
      nextStart: try row.dateIfAny("next_at"), createdAt: try row.date("created_at"),
      updatedAt: try row.date("updated_at"), createdBy: try row.idIfAny("created_by"))
  }

  private static func version(_ row: Row) throws -> FlowVersion {
    FlowVersion(
      flow: try row.id("flow"), number: try row.int("number"), document: try row.json("document"),
      note: try row.stringIfAny("note"), rolledBackFrom: try row.int64IfAny("rolled_back_from").map { Int($0) },
      createdAt: try row.date("created_at"), createdBy: try row.idIfAny("created_by"))
  }
}
