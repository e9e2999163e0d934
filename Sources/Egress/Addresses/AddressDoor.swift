import NIOPosix

/// Finds the address for a connection that isn't HTTP, by the same rules: the name is resolved once, every address must
/// be allowed, and the one that was judged is the one to connect to.
package struct AddressDoor: Sendable {
  private let rules: AddressRules
  private let resolver: HostResolver

  package init(rules: AddressRules, resolver: HostResolver = .system(on: .singleton)) {
    self.rules = rules
    self.resolver = resolver
  }

  /// - Returns: an address to connect to, as text.
  /// - Throws: ``OutboundError`` when the name has none, or one that may not be reached; `CancellationError`.
  package func address(of host: String, port: Int) async throws -> String {
    let found = if let literal = IPAddress(host) { [literal] } else { try await resolver.addresses(host) }
    guard let first = found.first else {
      throw OutboundError.unreachable(host: host, reason: "its name has no address", mayHaveReachedPeer: false)
    }
    if !rules.trusts(host: host, port: port), let refused = found.first(where: { !rules.allows($0, port: port) }) {
      throw OutboundError.addressRefused(host: host, address: refused.description)
    }
    return first.description
  }
}
