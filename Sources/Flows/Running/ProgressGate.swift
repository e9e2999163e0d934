import Foundation
import Synchronization

/// Lets something pass at most twice a second.
final class ProgressGate: Sendable {
  private static let interval: TimeInterval = 0.5

  private let now: @Sendable () -> Date
  private let last = Mutex<Date?>(nil)

  init(now: @escaping @Sendable () -> Date) {
    self.now = now
  }

  func letsPass() -> Bool {
    let now = now()
    return last.withLock { last in
      if let last, now.timeIntervalSince(last) < Self.interval { return false }
      last = now
      return true
    }
  }
}
