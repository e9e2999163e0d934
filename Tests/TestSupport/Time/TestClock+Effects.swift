package import Core
import Foundation
import Synchronization

extension TestClock {
  /// The outside world of a test: this clock's time, and chance that is the same in every run.
  /// - Parameter seed: another one gives other identifiers and random bytes.
  package func effects(seed: UInt64 = 1) -> Effects {
    let chance = TestChance(seed: seed)
    return Effects(
      now: { self.now },
      sleep: { try await self.sleep(for: $0) },
      uuid: { chance.uuid() },
      randomBytes: { chance.bytes($0) }
    )
  }
}

extension Effects {
  /// Effects on a clock that nobody else holds: for tests in which no time passes.
  package static func test(seed: UInt64 = 1) -> Effects {
    TestClock().effects(seed: seed)
  }
}

private final class TestChance: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(seed: UInt64) {
    generator = Mutex(SeededGenerator(seed: seed))
  }

  func bytes(_ count: Int) -> [UInt8] {
    generator.withLock { $0.bytes(count) }
  }

  /// Of version 4 and the variant of RFC 9562.
  func uuid() -> UUID {
    var bytes = bytes(16)
    bytes[6] = (bytes[6] & 0x0F) | 0x40
    bytes[8] = (bytes[8] & 0x3F) | 0x80
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
