/// The parameters of scrypt (RFC 7914): how much memory and time one guess costs.
package struct PasswordCost: Sendable, Hashable {
  /// The base-2 logarithm of N.
  package let logRounds: Int
  /// r, in blocks of 128 bytes.
  package let blockSize: Int
  /// p.
  package let parallelism: Int

  package init(logRounds: Int, blockSize: Int, parallelism: Int) {
    self.logRounds = logRounds
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  /// 32 MiB a guess: N = 2^15, r = 8, p = 3, one of the settings that the OWASP password storage sheet gives.
  package static let standard = PasswordCost(logRounds: 15, blockSize: 8, parallelism: 3)

  /// Rounds times blocks times lanes: what decides whether another cost is stronger.
  var work: Int { (1 << logRounds) * blockSize * parallelism }
}
