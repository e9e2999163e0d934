import Core
import Foundation
import Persistence

/// The SQL of drafts.
struct DraftStore {
  let session: any Session

  func draft(of flow: FlowID) throws -> FlowDraft? {
    try session.row(
      "select flow, document, base, revision, updated_at, updated_by from flow_draft where flow = \(flow)"
    ).map { row in
      FlowDraft(
        flow: try row.id("flow"), document: try row.json("document"), base: try row.int("base"),
        revision: try row.int("revision"), updatedAt: try row.date("updated_at"),
        updatedBy: try row.idIfAny("updated_by"))
    }
  }

  func save(_ draft: FlowDraft) throws {
    try session.run(
      """
      insert into flow_draft (flow, document, base, revision, updated_at, updated_by)
      values (\(draft.flow), \(draft.document), \(draft.base), \(draft.revision), \(draft.updatedAt),
        \(draft.updatedBy.sqlValue))
      on conflict (flow) do update set document = excluded.document, base = excluded.base,
        revision = excluded.revision, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      """)
  }

  func remove(of flow: FlowID) throws {
    try session.run("delete from flow_draft where flow = \(flow)")
  }
}
