import Foundation
import Synchronization

/// Remembers when each session was last found good, so that the service isn't asked before every request.
final class SessionChecks: Sendable {
  /// How long a session counts as good without being asked about, in seconds.
  static let interval: Double = 300

  private let checked = Mutex<[ConnectionID: (generation: Int, at: Date)]>([:])

  /// Whether the service should be asked.
  /// - Parameter began: when the session was given; it counts as good then.
  func isDue(_ id: ConnectionID, _ generation: Int, since began: Date, at now: Date) -> Bool {
    let last = checked.withLock { $0[id] }
    let good = last.flatMap { $0.generation == generation ? $0.at : nil } ?? began
    return now.timeIntervalSince(good) >= Self.interval
  }

  func note(_ id: ConnectionID, _ generation: Int, at now: Date) {
    checked.withLock { $0[id] = (generation, now) }
  }
}
