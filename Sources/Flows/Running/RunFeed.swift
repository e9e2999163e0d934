import Core
import Synchronization

/// Tells those who watch a run in this process that something has happened in it.
///
/// A hint: watchers read the journal. Those in other processes look at it from time to time.
package final class RunFeed: Sendable {
  /// What a watcher wants to be told of.
  enum Interest: Sendable {
    case everything
    /// Only what the caller waits for who started it: its response, and its end.
    case answers
  }

  private struct Watcher {
    let interest: Interest
    let continuation: AsyncStream<Void>.Continuation
  }

  private struct State {
    var lastKey = 0
    var watchers: [RunID: [Int: Watcher]] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// - Parameter isAnswer: whether it has responded or may have ended.
  func poke(_ run: RunID, isAnswer: Bool) {
    let watchers = state.withLock { $0.watchers[run]?.values.map(\.self) ?? [] }
    for watcher in watchers where isAnswer || watcher.interest == .everything { watcher.continuation.yield() }
  }

  func pokes(of run: RunID, _ interest: Interest = .everything) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let key = state.withLock { state in
      state.lastKey += 1
      state.watchers[run, default: [:]][state.lastKey] = Watcher(interest: interest, continuation: continuation)
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
