import Core
import Persistence

extension Waits {
  /// Whether a callback would still count; nothing happens by asking.
  /// - Throws: ``FlowError/noSuchCallback`` for a token that nobody gave out.
  package func isOpen(token: String) async throws -> Bool {
    guard let token = CallbackToken(token) else { throw FlowError.noSuchCallback }
    return try await store.read { session in
      let row = try session.row("select callback_key, ended_at from flow_run where id = \(token.run)")
      guard let row, let key = try row.stringIfAny("callback_key"), token.isGenuine(key: key) else {
        throw FlowError.noSuchCallback
      }
      let isTaken = try session.exists(
        """
        select 1 as n from flow_signal where run = \(token.run) and path = \(token.path)
        union all
        select 1 as n from flow_step where run = \(token.run) and path = \(token.path)
          and state in ('succeeded', 'failed', 'cancelled')
        """)
      return try row.isNull("ended_at") && !isTaken
    }
  }
}
