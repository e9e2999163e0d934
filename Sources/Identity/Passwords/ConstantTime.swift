import Crypto

/// Comparisons whose duration tells nothing about where two values differ.
enum ConstantTime {
  static func equal(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
    let left = Array(left)
    let right = Array(right)
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }
}

/// How tokens of 256 random bits are stored: a plain SHA-256 is enough, since nobody can guess them.
enum TokenHash {
  static func of(_ token: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(token.utf8)))
  }
}
