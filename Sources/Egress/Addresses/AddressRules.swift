/// Which addresses Weir may connect to: public ones, and what the administrator lists.
///
/// Without it, anybody who may enter an endpoint could make Weir read the metadata service of the cloud it runs in, or
/// any service that trusts its own network.
package struct AddressRules: Sendable {
  private let hosts: [AllowedAddress]
  private let networks: [(network: IPAddress, prefix: Int, port: Int?)]

  /// - Parameter allowed: the exceptions.
  package init(allowing allowed: [AllowedAddress] = []) {
    hosts = allowed.filter { if case .host = $0.target { true } else { false } }
    networks = allowed.compactMap { entry in
      guard case .network(let network, let prefix) = entry.target else { return nil }
      return (network, prefix, entry.port)
    }
  }

  /// Whether a connection to this address is allowed, whatever name led there.
  package func allows(_ address: IPAddress, port: Int) -> Bool {
    address.isPublic
      || networks.contains { ($0.port ?? port) == port && address.isIn($0.network, prefix: $0.prefix) }
  }

  /// Whether the administrator lists this host by name: it may then be at any address.
  package func trusts(host: String, port: Int) -> Bool {
    let host = HostName.normalized(host)
    return hosts.contains { $0.target == .host(host) && ($0.port ?? port) == port }
  }
}
