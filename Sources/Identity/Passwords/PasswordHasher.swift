import Core
import Dispatch
import Synchronization

/// Hashes and checks passwords on threads of its own, few at a time.
///
/// Each hash takes tens of megabytes for a tenth of a second, so a burst of sign-ins queues up here instead of taking
/// memory; beyond ``longestQueue`` it is refused.
final class PasswordHasher: Sendable {
  /// How many may wait; at two lanes and 0.1 s each, the last one waits about six seconds.
  static let longestQueue = 128

  /// What a check found.
  enum Verdict: Sendable, Equatable {
    case wrong
    case right
    /// Right, and stored at a lower cost than today's: store this instead.
    case rightButWeak(replacement: String)
  }

  private let cost: PasswordCost
  private let effects: Effects
  private let lanes: [DispatchQueue]
  private let load = Mutex(Load())

  private struct Load {
    var waiting = 0
    var next = 0
  }

  init(cost: PasswordCost, effects: Effects, lanes: Int = 2) {
    self.cost = cost
    self.effects = effects
    self.lanes = (0..<max(lanes, 1)).map { DispatchQueue(label: "weir.password.\($0)") }
  }

  /// The stored form of a new password.
  func hash(_ password: Secret) async throws -> String {
    try await onLane { [cost, effects] in
      try PasswordHash(of: password, salt: effects.randomBytes(PasswordHash.saltLength), cost: cost).text
    }
  }

  /// Whether `password` is the one stored as `stored`. Takes as long when there is nothing stored, so that the time
  /// doesn't tell whether an account exists.
  func check(_ password: Secret, against stored: String?) async throws -> Verdict {
    try await onLane { [cost, effects] in
      guard let hash = stored.flatMap(PasswordHash.init) else {
        _ = try PasswordHash(of: password, salt: effects.randomBytes(PasswordHash.saltLength), cost: cost)
        return .wrong
      }
      guard try hash.matches(password) else { return .wrong }
      guard hash.cost.work < cost.work else { return .right }
      let salt = effects.randomBytes(PasswordHash.saltLength)
      return .rightButWeak(replacement: try PasswordHash(of: password, salt: salt, cost: cost).text)
    }
  }

  private func onLane<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    let lane = try load.withLock { load throws(PeopleError) in
      guard load.waiting < Self.longestQueue else { throw .tooManySignIns }
      load.waiting += 1
      load.next = (load.next + 1) % lanes.count
      return load.next
    }
    defer { load.withLock { $0.waiting -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      lanes[lane].async { continuation.resume(with: Result(catching: body)) }
    }
  }
}
