import Core
import Crypto
import CryptoExtras
import Foundation

/// A password as it rests: scrypt with its own salt and cost, written as the PHC string format says
/// (`$scrypt$ln=15,r=8,p=3$salt$hash`).
struct PasswordHash: Sendable, Hashable {
  static let saltLength = 16
  static let hashLength = 32

  let cost: PasswordCost
  let salt: [UInt8]
  let hash: [UInt8]

  /// Hashes a password. Takes the memory and time that `cost` says, so never on the cooperative pool.
  init(of password: Secret, salt: [UInt8], cost: PasswordCost) throws {
    self.cost = cost
    self.salt = salt
    hash = try Self.derive(password, salt: salt, cost: cost)
  }

  /// Reads the stored form.
  /// - Returns: `nil` when it isn't one, or asks for more memory than any cost we ever used.
  init?(_ text: String) {
    let fields = text.split(separator: "$", omittingEmptySubsequences: false)
    guard fields.count == 5, fields[0].isEmpty, fields[1] == "scrypt" else { return nil }
    let numbers = fields[2].split(separator: ",").map { $0.split(separator: "=") }
    guard numbers.count == 3, numbers.allSatisfy({ $0.count == 2 }), numbers.map({ $0[0] }) == ["ln", "r", "p"],
      let logRounds = Int(numbers[0][1]), let blockSize = Int(numbers[1][1]), let parallelism = Int(numbers[2][1]),
      (1...20).contains(logRounds), (1...16).contains(blockSize), (1...16).contains(parallelism),
      let salt = Base64URL.decode(fields[3]), let hash = Base64URL.decode(fields[4]), hash.count == Self.hashLength
    else { return nil }
    cost = PasswordCost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
    self.salt = salt
    self.hash = hash
  }

  /// The stored form.
  var text: String {
    "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
      + "$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
  }

  /// Whether `password` is the one; in time that depends on neither.
  func matches(_ password: Secret) throws -> Bool {
    let candidate = try Self.derive(password, salt: salt, cost: cost)
    return ConstantTime.equal(candidate, hash)
  }

  private static func derive(_ password: Secret, salt: [UInt8], cost: PasswordCost) throws -> [UInt8] {
    // Prefixed, because the library reads the address of the first byte and an empty password has none.
    let passphrase = [0x77] + Array(password.revealed.precomposedStringWithCanonicalMapping.utf8)
    let key = try KDF.Scrypt.deriveKey(
      from: passphrase, salt: salt, outputByteCount: hashLength, rounds: 1 << cost.logRounds,
      blockSize: cost.blockSize, parallelism: cost.parallelism)
    return key.withUnsafeBytes { Array($0) }
  }
}
