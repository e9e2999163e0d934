package import Foundation
import Synchronization

/// Time that stands still until a test moves it.
///
/// ```swift
/// let clock = TestClock()
/// async let answer = retrying(effects: clock.effects())
/// await clock.waitForSleepers(1)
/// clock.advance(by: .seconds(30))
/// ```
package final class TestClock: Sendable {
  private struct Sleeper {
    let deadline: Date
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Watcher {
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now: Date
    var lastNumber = 0
    var sleepers: [Int: Sleeper] = [:]
    var cancelledEarly: Set<Int> = []
    var watchers: [Watcher] = []
  }

  private let state: Mutex<State>

  /// - Parameter now: what time it is at first; 2026-01-01T00:00:00Z unless told.
  package init(now: Date = Date(timeIntervalSince1970: 1_767_225_600)) {
    state = Mutex(State(now: now))
  }

  package var now: Date { state.withLock(\.now) }

  /// How many wait for time to pass.
  package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// Moves time forward and wakes those whose time has come, the earliest first.
  package func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += duration / .seconds(1)
      let due = state.sleepers.filter { $0.value.deadline <= state.now }.sorted {
        $0.value.deadline < $1.value.deadline
      }
      for (number, _) in due { state.sleepers[number] = nil }
      return due
    }
    for (_, sleeper) in due { sleeper.continuation.resume() }
  }

  /// Returns as soon as at least `count` wait for time to pass.
  package func waitForSleepers(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.sleepers.count >= count { return true }
        state.watchers.append(Watcher(count: count, continuation: continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  /// Waits until a test has moved time that far.
  package func sleep(for duration: Duration) async throws {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        begin(number, duration, continuation)
      }
    } onCancel: {
      cancel(number)
    }
  }

  private func begin(_ number: Int, _ duration: Duration, _ continuation: CheckedContinuation<Void, any Error>) {
    enum Beginning { case cancelled, over, waiting([Watcher]) }
    let beginning: Beginning = state.withLock { state in
      if state.cancelledEarly.remove(number) != nil { return .cancelled }
      if duration <= .zero { return .over }
      state.sleepers[number] = Sleeper(deadline: state.now + duration / .seconds(1), continuation: continuation)
      let count = state.sleepers.count
      defer { state.watchers.removeAll { $0.count <= count } }
      return .waiting(state.watchers.filter { $0.count <= count })
    }
    switch beginning {
    case .cancelled: continuation.resume(throwing: CancellationError())
    case .over: continuation.resume()
    case .waiting(let watchers): for watcher in watchers { watcher.continuation.resume() }
    }
  }

  private func cancel(_ number: Int) {
    let sleeper = state.withLock { state in
      let sleeper = state.sleepers.removeValue(forKey: number)
      if sleeper == nil { state.cancelledEarly.insert(number) }
      return sleeper
    }
    sleeper?.continuation.resume(throwing: CancellationError())
  }
}
