import Synchronization

/// Counts by name.
final class Counter: Sendable {
  private let counts = Mutex<[String: Int]>([:])

  /// - Returns: how many times it was called with that name, this one included.
  @discardableResult
  func next(_ name: String) -> Int {
    counts.withLock { counts in
      counts[name, default: 0] += 1
      return counts[name, default: 0]
    }
  }

  subscript(name: String) -> Int { counts.withLock { $0[name] ?? 0 } }
  var all: [String: Int] { counts.withLock(\.self) }
}
