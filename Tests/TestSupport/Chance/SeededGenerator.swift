/// Chance that can be repeated: the same seed gives the same numbers (SplitMix64).
///
/// A test with random input prints its seed when it fails: give ``freshSeed()`` as the test's argument, or name the
/// seed in the expectation's comment.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A seed that differs from run to run, or that of `WEIR_TEST_SEED`, to repeat a failure.
  package static func freshSeed() -> UInt64 {
    Environment["WEIR_TEST_SEED"].flatMap { UInt64($0) } ?? .random(in: .min ... .max)
  }
}

extension SeededGenerator {
  /// That many random bytes.
  package mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}
