import Synchronization

/// What the thread of ``PostgresNotifications`` is still to tell, and whether it is to end.
final class NotificationOutbox: Sendable {
  private struct State {
    var channels: Set<String> = []
    var hasBegun = false
    var isClosed = false
    var isConnected = false
    var closer: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  var isClosed: Bool { state.withLock(\.isClosed) }

  /// - Returns: whether the caller is the one to start the thread.
  func begin() -> Bool {
    state.withLock { state in
      guard !state.hasBegun, !state.isClosed else { return false }
      state.hasBegun = true
      return true
    }
  }

  /// - Returns: whether the thread must be woken for it; not while it has still to fetch what came before.
  func add(_ channels: Set<String>) -> Bool {
    state.withLock { state in
      let wasEmpty = state.channels.isEmpty
      state.channels.formUnion(channels)
      return wasEmpty
    }
  }

  func take() -> Set<String> {
    state.withLock { state in
      defer { state.channels = [] }
      return state.channels
    }
  }

  func close() {
    state.withLock { $0.isClosed = true }
  }

  func setConnected(_ isConnected: Bool) {
    state.withLock { $0.isConnected = isConnected }
  }

  /// Returns once a closed thread has told everything; at once when it has no connection to do that.
  func sent() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.isConnected { state.closer = continuation }
        return !state.isConnected
      }
      if isOver { continuation.resume() }
    }
  }

  /// The last word of the thread.
  func end() {
    let closer = state.withLock { state in
      state.isConnected = false
      defer { state.closer = nil }
      return state.closer
    }
    closer?.resume()
  }
}
