import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An IPv4 or IPv6 address.
package struct IPAddress: Sendable, Hashable {
  /// 4 or 16 bytes, most significant first. Addresses of IPv4 within IPv6 (`::ffff:…`) are kept as IPv4.
  package let bytes: [UInt8]

  /// - Returns: `nil` unless there are 4 or 16 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    let isMapped = bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    self.bytes = isMapped ? Array(bytes[12...]) : bytes
  }

  /// Reads an address as written in URLs and configuration, without brackets and zone.
  /// - Returns: `nil` when `text` is a name, or a number form such as `127.1` that only some programs understand.
  package init?(_ text: some StringProtocol) {
    var storage = [UInt8](repeating: 0, count: 16)
    let text = String(text)
    if inet_pton(AF_INET, text, &storage) == 1 {
      self.init(bytes: Array(storage[..<4]))
    } else if inet_pton(AF_INET6, text, &storage) == 1 {
      self.init(bytes: storage)
    } else {
      return nil
    }
  }

  /// Whether the first `length` bits equal those of `network`.
  package func isIn(_ network: IPAddress, prefix length: Int) -> Bool {
    guard bytes.count == network.bytes.count, length <= bytes.count * 8 else { return false }
    let whole = length / 8
    guard bytes[..<whole] == network.bytes[..<whole] else { return false }
    let rest = length % 8
    guard rest > 0 else { return true }
    let mask = UInt8.max << UInt8(8 - rest)
    return bytes[whole] & mask == network.bytes[whole] & mask
  }
}

extension IPAddress: CustomStringConvertible {
  package var description: String {
    var storage = bytes
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, &storage, &text, socklen_t(text.count)) != nil else { return "?" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
