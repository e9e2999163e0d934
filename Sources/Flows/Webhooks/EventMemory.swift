import Crypto
import Foundation
import Persistence

/// Remembers the events that started runs, so that none starts two.
struct EventMemory {
  let session: any Session

  /// Writes a run down, unless its event came before.
  /// - Parameter event: the sender's identifier; `nil` when there is none.
  func start(_ run: NewRun, event: String?) throws -> WebhookReceipt {
    if let event = event.map(Self.key) {
      let inserted = try session.run(
        """
        insert into flow_event (flow, event, run, received_at)
        values (\(run.flow), \(event), \(run.id), \(run.createdAt)) on conflict (flow, event) do nothing
        """)
      if inserted == 0 {
        let row = try session.row("select run from flow_event where flow = \(run.flow) and event = \(event)")
        return WebhookReceipt(run: try row?.id("run") ?? run.id, isRepeat: true)
      }
    }
    try RunStore(session: session).insert(run)
    return WebhookReceipt(run: run.id, isRepeat: false)
  }

  /// Forgets events, and with them that they came.
  func forget(before: Date) throws {
    try session.run("delete from flow_event where received_at < \(before)")
  }

  /// As it is when it is short and plain, else its hash: senders may write anything into it, of any length.
  private static func key(_ event: String) -> String {
    let isPlain = event.utf8.count <= 200 && event.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return isPlain ? event : "sha256:" + WebhookToken.hash(event)
  }
}
