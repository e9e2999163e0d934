import Foundation
import Synchronization

/// Counts what connections are used for, to be written down from time to time: a commit for every use would cost more
/// than the use.
final class UseRecorder: Sendable {
  private let counts = Mutex<[Key: Count]>([:])

  struct Key: Hashable {
    let connection: ConnectionID
    let use: ConnectionUse
  }

  struct Count {
    var times = 0
    var last: Date
  }

  func note(_ connection: ConnectionID, _ use: ConnectionUse, at now: Date) {
    counts.withLock { $0[Key(connection: connection, use: use), default: Count(last: now)].add(now) }
  }

  /// Everything since the last time.
  func take() -> [Key: Count] {
    counts.withLock { counts in
      defer { counts = [:] }
      return counts
    }
  }
}

extension UseRecorder.Count {
  mutating func add(_ now: Date) {
    times += 1
    last = max(last, now)
  }
}
