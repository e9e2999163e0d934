package import Egress
import Foundation
package import HTTPTypes

/// Finds out where a request comes from: from the peer, or, behind proxies that the operator trusts, from what they say.
///
/// Only what a trusted hop wrote is believed: the list is read from its end, and the first address that is no trusted
/// proxy's is the client. What stands before it anybody could have written.
package struct ClientAddress: Sendable {
  private let proxies: [AllowedAddress]
  private let header: ForwardedHeader

  /// - Parameters:
  ///   - proxies: addresses and networks; without any only the peer counts.
  ///   - header: the one that the proxies write. The other is never read: a proxy hands on what it doesn't know, and so
  ///     anybody could have written it.
  package init(proxies: [AllowedAddress] = [], header: ForwardedHeader = .xForwardedFor) {
    self.proxies = proxies
    self.header = header
  }

  /// The client's address as text; `nil` when even the peer has none, as in tests without a socket.
  package func of(_ headers: HTTPFields, peer: String?) -> String? {
    guard let peer, let address = IPAddress(peer), isProxy(address) else { return peer }
    var nearest = address
    for hop in header.hops(headers).reversed() {
      // A hidden or broken name: nothing before it can be believed either.
      guard let hop = hop.flatMap(IPAddress.init) else { break }
      nearest = hop
      if !isProxy(hop) { break }
    }
    return nearest.description
  }

  /// Whether the request was handed on by somebody who isn't trusted to say for whom: its peer is then not its origin.
  package func isObscured(_ headers: HTTPFields, peer: String?) -> Bool {
    guard ForwardedHeader.allCases.contains(where: { headers[$0.name] != nil }) else { return false }
    return peer.flatMap(IPAddress.init).map(isProxy) != true
  }

  private func isProxy(_ address: IPAddress) -> Bool { proxies.contains { $0.holds(address) } }
}

extension AllowedAddress {
  /// Whether an address is this one, or one of this network. Names hold none.
  package func holds(_ address: IPAddress) -> Bool {
    guard case .network(let network, let prefix) = target else { return false }
    return address.isIn(network, prefix: prefix)
  }
}
