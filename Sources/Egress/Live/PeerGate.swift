import NIOCore
import Synchronization

/// Looks at the address that a connection really has, before anything of a request is written to it.
///
/// A name may lead elsewhere when it is resolved a second time (DNS rebinding); what counts is where the socket went.
/// At worst such a name gets a TCP connection, and on `https` a TLS hello, out of us: never a byte of HTTP.
final class PeerGate: Sendable {
  private let rules: AddressRules
  private let learned = Mutex<Set<Endpoint>>([])

  private struct Endpoint: Hashable {
    let address: IPAddress
    let port: Int
  }

  init(rules: AddressRules) {
    self.rules = rules
  }

  /// Lets connections pass to the addresses of a host that the administrator lists by name.
  func admit(_ addresses: [IPAddress], port: Int) {
    learned.withLock { endpoints in
      for address in addresses { endpoints.insert(Endpoint(address: address, port: port)) }
    }
  }

  /// Fails, and closes the connection, when its peer isn't allowed.
  func check(_ channel: any Channel) -> EventLoopFuture<Void> {
    guard let peer = channel.remoteAddress, let text = peer.ipAddress, let port = peer.port,
      let address = IPAddress(text)
    else {
      return refuse(channel, host: "the peer", address: "unknown")
    }
    let isLearned = learned.withLock { $0.contains(Endpoint(address: address, port: port)) }
    if isLearned || rules.allows(address, port: port) { return channel.eventLoop.makeSucceededVoidFuture() }
    return refuse(channel, host: address.description, address: address.description)
  }

  private func refuse(_ channel: any Channel, host: String, address: String) -> EventLoopFuture<Void> {
    // Closed one turn later: the client first has to learn that this connection failed.
    channel.eventLoop.execute { channel.close(promise: nil) }
    return channel.eventLoop.makeFailedFuture(OutboundError.addressRefused(host: host, address: address))
  }
}
