import Core
import Crypto

/// Proof Key for Code Exchange (RFC 7636), by SHA-256 only: `plain` protects nobody.
enum ProofKey {
  /// Whether it is the base64url of a SHA-256.
  static func isChallenge(_ text: String) -> Bool {
    text.utf8.count == 43 && Base64URL.decode(text)?.count == 32
  }

  /// Whether `verifier` has the form of section 4.1 and is what `challenge` was made of.
  static func verify(_ verifier: String, against challenge: String) -> Bool {
    let isAllowed = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        true
      default: false
      }
    }
    guard (43...128).contains(verifier.utf8.count), verifier.utf8.allSatisfy(isAllowed) else { return false }
    return ConstantTime.equal(Base64URL.encode(SHA256.hash(data: Array(verifier.utf8))).utf8, challenge.utf8)
  }
}
