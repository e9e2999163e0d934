import NIOCore
package import NIOPosix

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the addresses of a host name.
package struct HostResolver: Sendable {
  /// All addresses of `host`; empty when there are none.
  package var addresses: @Sendable (_ host: String) async throws -> [IPAddress]

  package init(addresses: @escaping @Sendable (String) async throws -> [IPAddress]) {
    self.addresses = addresses
  }

  /// The system's resolver, on threads of its own since `getaddrinfo` blocks.
  package static func system(on threads: NIOThreadPool) -> HostResolver {
    HostResolver { host in
      let (answers, continuation) = AsyncStream<[IPAddress]>.makeStream()
      threads.submit { state in
        if case .active = state { continuation.yield(lookUp(host)) }
        continuation.finish()
      }
      // Ends early when the task is cancelled; the thread then finishes by itself.
      for await addresses in answers { return addresses }
      try Task.checkCancellation()
      return []
    }
  }

  private static func lookUp(_ host: String) -> [IPAddress] {
    var hints = addrinfo()
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    return sequence(first: list, next: { $0?.pointee.ai_next }).prefix { $0 != nil }.compactMap { entry in
      entry?.pointee.ai_addr.flatMap(address)
    }
  }

  private static func address(_ pointer: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
    switch Int32(pointer.pointee.sa_family) {
    case AF_INET:
      pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
        withUnsafeBytes(of: address.pointee.sin_addr) { IPAddress(bytes: [UInt8]($0)) }
      }
    case AF_INET6:
      pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
        withUnsafeBytes(of: address.pointee.sin6_addr) { IPAddress(bytes: [UInt8]($0)) }
      }
    default: nil
    }
  }
}
