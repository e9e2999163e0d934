internal import GRDB
import Persistence
import Synchronization

/// Group commit: whatever waits when the writer is free becomes one transaction.
///
/// A disk does about a thousand fsyncs a second; sixty-four callers that share each of them write many times faster
/// than sixty-four that take turns, and a caller alone waits for nobody.
final class WriteQueue: Sendable {
  private struct State {
    var waiting: [any PendingWrite] = []
    var isDraining = false
  }

  /// Bounds how long the first of a group waits for the last.
  private static let largestGroup = 256

  private let state = Mutex(State())
  private let pool: DatabasePool
  private let hub: NotificationHub

  init(pool: DatabasePool, hub: NotificationHub) {
    self.pool = pool
    self.hub = hub
  }

  /// Has the write run on the writer's thread, in the order of arrival.
  func add(_ write: any PendingWrite) {
    let isFirst = state.withLock { state in
      state.waiting.append(write)
      defer { state.isDraining = true }
      return !state.isDraining
    }
    if isFirst { pool.asyncWriteWithoutTransaction { self.drain($0) } }
  }

  private func drain(_ database: GRDB.Database) {
    while let group = nextGroup() {
      commit(group, in: database)
    }
  }

  private func nextGroup() -> [any PendingWrite]? {
    state.withLock { state in
      if state.waiting.isEmpty {
        state.isDraining = false
        return nil
      }
      let group = Array(state.waiting.prefix(Self.largestGroup))
      state.waiting.removeFirst(group.count)
      return group
    }
  }

  private func commit(_ group: [any PendingWrite], in database: GRDB.Database) {
    do {
      try database.inTransaction(.immediate) {
        for write in group {
          write.attempt(in: database)
          // A full disk, or an I/O error, rolls the whole transaction back, not only the savepoint.
          guard database.isInsideTransaction else { throw GroupLost() }
        }
        return .commit
      }
      settle(group, commitError: nil)
    } catch {
      if group.count > 1, Self.isFaultOfOneMember(error) {
        for write in group { commit([write], in: database) }
      } else {
        settle(group, commitError: error)
      }
    }
  }

  /// A deferred foreign key is checked at the commit: the group then fails for one member's sake.
  private static func isFaultOfOneMember(_ error: any Error) -> Bool {
    if error is GroupLost { return true }
    return (error as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
  }

  private func settle(_ group: [any PendingWrite], commitError: (any Error)?) {
    var channels: Set<String> = []
    for write in group { channels.formUnion(write.settle(commitError: commitError)) }
    hub.publish(channels)
  }

  private struct GroupLost: Error {}
}
