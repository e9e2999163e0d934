package import Foundation

/// What the rooms need from the outside world: time and chance.
///
/// Handed in by `init`, so that tests decide what time it is and which identifiers are made.
package struct Effects: Sendable {
  /// The time now.
  package var now: @Sendable () -> Date
  /// Waits that long, or throws `CancellationError` when the task is cancelled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A new random UUID.
  package var uuid: @Sendable () -> UUID
  /// That many bytes fit for keys and tokens.
  package var randomBytes: @Sendable (Int) -> [UInt8]

  package init(
    now: @escaping @Sendable () -> Date,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    uuid: @escaping @Sendable () -> UUID,
    randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.now = now
    self.sleep = sleep
    self.uuid = uuid
    self.randomBytes = randomBytes
  }

  /// The machine's own clock and its cryptographic random source.
  package static let live = Effects(
    now: { Date() },
    sleep: { try await Task.sleep(for: $0) },
    uuid: { UUID() },
    randomBytes: { count in
      var generator = SystemRandomNumberGenerator()
      return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
  )
}

extension Effects {
  /// A new identifier of the kind that the caller expects.
  package func id<Entity>() -> ID<Entity> {
    ID(uuid())
  }

  /// A new unguessable name of `bytes` random bytes, in base64url without padding (RFC 4648, section 5).
  package func token(bytes: Int = 32) -> String {
    Base64URL.encode(randomBytes(bytes))
  }
}
