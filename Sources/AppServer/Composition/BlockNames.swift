import Synchronization

/// Names the blocks of a file that comes in piece by piece, in their order.
final class BlockNames: Sendable {
  private let count = Mutex(0)

  func next() -> String {
    count.withLock { count in
      count += 1
      return Self.name(count)
    }
  }

  /// Those that were given out, the first one first.
  var all: [String] {
    let count = count.withLock(\.self)
    return count == 0 ? [] : (1...count).map(Self.name)
  }

  private static func name(_ number: Int) -> String { "block-\(number)" }
}
