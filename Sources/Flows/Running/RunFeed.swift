import Core
import Foundation
import Synchronization

/// Tells those who watch a run in this process that something has happened in it.
///
/// A hint: watchers read the journal. Those in other processes look at it from time to time.
package final class RunFeed: Sendable {
  private let watchers = Mutex<[RunID: [UUID: AsyncStream<Void>.Continuation]]>([:])

  package init() {}

  func poke(_ run: RunID) {
    let continuations = watchers.withLock { $0[run]?.values.map(\.self) ?? [] }
    for continuation in continuations { continuation.yield() }
  }

  func pokes(of run: RunID) -> AsyncStream<Void> {
    let key = UUID()
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    watchers.withLock { $0[run, default: [:]][key] = continuation }
    continuation.onTermination = { [weak self] _ in
      self?.watchers.withLock { watchers in
        watchers[run]?[key] = nil
        if watchers[run]?.isEmpty ?? false { watchers[run] = nil }
      }
    }
    return stream
  }
}
