/// One exception from the rule that Weir talks to public addresses only; what an administrator writes into the
/// configuration.
///
/// `nas.local:8443` and `nas.local` allow one host, `10.1.2.3:443`, `[fd00::7]:443` and `10.1.0.0/16` allow addresses.
package struct AllowedAddress: Sendable, Hashable {
  package let target: Target
  /// `nil` for every port.
  package let port: Int?

  /// What is allowed.
  package enum Target: Sendable, Hashable {
    /// The host of this name, wherever it is; in lower case, without a dot at its end.
    case host(String)
    /// The addresses whose first `prefix` bits are these.
    case network(IPAddress, prefix: Int)
  }

  /// - Returns: `nil` when `text` is none of the forms above.
  package init?(_ text: String) {
    guard let (host, rest) = Self.split(text) else { return nil }
    let parts = host.split(separator: "/", omittingEmptySubsequences: false)
    if let address = IPAddress(parts[0]) {
      let bits = address.bytes.count * 8
      guard parts.count <= 2, let prefix = parts.count == 2 ? Int(parts[1]) : bits, (0...bits).contains(prefix) else {
        return nil
      }
      target = .network(address, prefix: prefix)
    } else {
      guard parts.count == 1, !host.isEmpty, host.utf8.allSatisfy(Self.isNameByte) else { return nil }
      target = .host(HostName.normalized(host))
    }
    if let rest {
      guard let number = Int(rest), (1...65535).contains(number) else { return nil }
      port = number
    } else {
      port = nil
    }
  }

  private static func split(_ text: String) -> (host: String, port: String?)? {
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let host = String(text[text.index(after: text.startIndex)..<end])
      let rest = text[text.index(after: end)...]
      if rest.isEmpty { return (host, nil) }
      return rest.hasPrefix(":") ? (host, String(rest.dropFirst())) : nil
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return (text, nil)
    case 2: return (String(parts[0]), String(parts[1]))
    default: return (text, nil)  // An IPv6 address without brackets and so without a port.
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// Host names in one form, for comparing.
enum HostName {
  static func normalized(_ name: some StringProtocol) -> String {
    let name = name.lowercased()
    return name.hasSuffix(".") ? String(name.dropLast()) : name
  }
}
