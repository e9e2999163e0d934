import Dispatch
import Synchronization

/// Carries the cancellation of a task to the transaction that the task waits for, and to no other on the same
/// connection.
final class TransactionCancellation: Sendable {
  private struct State {
    var isRequested = false
    var running: QueryCanceller?
  }

  private let state = Mutex(State())

  var isRequested: Bool { state.withLock(\.isRequested) }

  /// How long a statement that was sent just after the server had been told may go on, in milliseconds.
  private static let pause = 100

  /// The task was cancelled. Returns at once; the server is told from another thread.
  func request() {
    state.withLock { $0.isRequested = true }
    DispatchQueue.global().async { self.tell() }
  }

  /// Tells the server until the transaction is over: between two statements there is nothing that it could stop, and
  /// the next one may be on its way already.
  private func tell() {
    // Under the lock, so that the transaction can't end, and another begin, before the server has been told.
    let isGoing = state.withLock { state in
      state.running?.cancel()
      return state.running != nil
    }
    guard isGoing else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Self.pause)) { self.tell() }
  }

  /// From now on there is something to cancel.
  func begin(_ canceller: QueryCanceller) {
    state.withLock { $0.running = canceller }
  }

  /// From now on there is nothing to cancel: the commit is always waited for.
  func end() {
    state.withLock { $0.running = nil }
  }
}
