import AsyncHTTPClient
import NIOCore
import NIOSSL

/// How the HTTP client is set up.
enum ClientConfiguration {
  static func make(_ settings: OutboundSettings) throws -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    for path in settings.trustedCertificates {
      do {
        tls.additionalTrustRoots.append(.certificates(try NIOSSLCertificate.fromPEMFile(path)))
      } catch {
        throw OutboundError.tlsFailed(host: "other servers", reason: "the certificates in \(path) can't be read")
      }
    }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(
        connect: TimeAmount(clamping: settings.connectTimeout), read: TimeAmount(clamping: settings.idleTimeout)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    // A connection that can't be made fails the request at once: whoever asked knows better whether to try again.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }
}

extension HTTPClient.Configuration {
  func guarded(by gate: PeerGate) -> HTTPClient.Configuration {
    var configuration = self
    configuration.http1_1ConnectionDebugInitializer = { channel in
      // Files come through here: with the usual 64 kB at a time, handing chunks on costs more than reading them.
      let buffers = AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 16 << 10, maximum: 512 << 10)
      return gate.check(channel).flatMap { channel.setOption(.recvAllocator, value: buffers) }
    }
    configuration.http2ConnectionDebugInitializer = { gate.check($0) }
    return configuration
  }
}

extension TimeAmount {
  /// At most a week, which is far beyond every exchange and far within the range of a deadline.
  init(clamping duration: Duration) {
    let longest = Duration.seconds(7 * 86_400)
    let (seconds, attoseconds) = min(max(duration, .zero), longest).components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
