extension IPAddress {
  /// Whether the address is on the public internet, after IANA's special-purpose registries (RFC 6890 and later).
  ///
  /// Loopback, private, shared (CGNAT), link-local (with it the metadata services of clouds), unique local, multicast,
  /// documentation and reserved addresses aren't. An IPv6 address that carries an IPv4 address is judged by that.
  package var isPublic: Bool {
    if bytes.count == 4 { return !Self.specialIPv4.contains { isIn($0.0, prefix: $0.1) } }
    if let embedded = embeddedIPv4 { return embedded.isPublic }
    guard let global = IPAddress("2000::"), isIn(global, prefix: 3) else { return false }
    return !Self.specialIPv6.contains { isIn($0.0, prefix: $0.1) }
  }

  /// The IPv4 address behind NAT64 (RFC 6052) and 6to4 (RFC 3056) addresses.
  private var embeddedIPv4: IPAddress? {
    if let nat64 = IPAddress("64:ff9b::"), isIn(nat64, prefix: 96) { return IPAddress(bytes: Array(bytes[12...])) }
    if let sixToFour = IPAddress("2002::"), isIn(sixToFour, prefix: 16) { return IPAddress(bytes: Array(bytes[2..<6])) }
    return nil
  }

  private static let specialIPv4 = networks([
    ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8), ("169.254.0.0", 16), ("172.16.0.0", 12),
    ("192.0.0.0", 24), ("192.0.2.0", 24), ("192.88.99.0", 24), ("192.168.0.0", 16), ("198.18.0.0", 15),
    ("198.51.100.0", 24), ("203.0.113.0", 24), ("224.0.0.0", 4), ("240.0.0.0", 4),
  ])

  private static let specialIPv6 = networks([("2001::", 23), ("2001:db8::", 32), ("3fff::", 20)])

  private static func networks(_ list: [(String, Int)]) -> [(IPAddress, Int)] {
    list.compactMap { text, length in IPAddress(text).map { ($0, length) } }
  }
}
