import Core
import Synchronization

/// Tells those who watch a run in this process that something has happened in it.
///
/// A hint: watchers read the journal. Those in other processes look at it from time to time.
package final class RunFeed: Sendable {
  private struct State {
    var lastKey = 0
    var watchers: [RunID: [Int: AsyncStream<Void>.Continuation]] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  func poke(_ run: RunID) {
    let continuations = state.withLock { $0.watchers[run]?.values.map(\.self) ?? [] }
    for continuation in continuations { continuation.yield() }
  }

  func pokes(of run: RunID) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let key = state.withLock { state in
      state.lastKey += 1
      state.watchers[run, default: [:]][state.lastKey] = continuation
      return state.lastKey
    }
    continuation.onTermination = { [weak self] _ in self?.forget(key, of: run) }
    return stream
  }

  private func forget(_ key: Int, of run: RunID) {
    state.withLock { state in
      state.watchers[run]?[key] = nil
      if state.watchers[run]?.isEmpty ?? false { state.watchers[run] = nil }
    }
  }
}
