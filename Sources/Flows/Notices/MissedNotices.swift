import Core
import Foundation
import Persistence

/// The SQL of what single targets missed while others heard it.
struct MissedNotices {
  let session: any Session

  /// Something that one target missed.
  struct Missed: Sendable {
    let target: NoticeTargetID
    let notice: Notice
    let tries: Int
  }

  /// How long one sender has before another may try.
  private static let sendingTime: TimeInterval = 300

  /// Keeps what a target missed; it replaces what it missed before of the same flow.
  func keep(_ notice: Notice, for target: NoticeTargetID, tries: Int, until: Date) throws {
    try session.run(
      """
      insert into flow_notice_missed (target, flow, notice, tries, due_at)
      values (\(target), \(notice.flow), \(notice.record), \(tries), \(until))
      on conflict (target, flow) do update set notice = excluded.notice, tries = excluded.tries,
        due_at = excluded.due_at
      """)
  }

  func notice(of flow: FlowID, for target: NoticeTargetID) throws -> Notice? {
    try session.row("select notice from flow_notice_missed where target = \(target) and flow = \(flow)")
      .flatMap { Notice(record: try $0.json("notice")) }
  }

  func forget(_ flow: FlowID, for target: NoticeTargetID) throws {
    try session.run("delete from flow_notice_missed where target = \(target) and flow = \(flow)")
  }

  /// Takes what is due; nobody else takes it for five minutes.
  func claim(at now: Date, limit: Int) throws -> [Missed] {
    try session.rows(
      """
      update flow_notice_missed set due_at = \(now.addingTimeInterval(Self.sendingTime)), tries = tries + 1
      where (target, flow) in (
        select target, flow from flow_notice_missed where due_at <= \(now) order by due_at limit \(limit)\
      \(session.dialect.skippingLocked))
      returning target, notice, tries
      """
    ).compactMap { row in
      guard let notice = Notice(record: try row.json("notice")) else { return nil }
      return Missed(target: try row.id("target"), notice: notice, tries: try row.int("tries"))
    }
  }
}
