import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// From the errors of the libraries below to ``OutboundError``.
struct ErrorTranslation {
  let host: String

  /// Errors that aren't about the exchange, such as those of the request's own body, are handed on as they are.
  func translate(_ error: any Error) -> any Error {
    switch error {
    case let error as OutboundError: withHost(error)
    case is CancellationError: error
    case let error as HTTPClientError: translate(error)
    case let error as NIOConnectionError: unreachable(reason(error), mayHave: false)
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError, is NIOSSLCloseTimedOutError:
      OutboundError.tlsFailed(host: host, reason: tlsReason(error))
    case let error as ChannelError: translate(error)
    case let error as IOError: translate(error)
    case HTTPParserError.invalidEOFState: unreachable("it closed the connection in the middle", mayHave: true)
    case is HTTPParserError: unreachable("it answered with something that is no HTTP", mayHave: true)
    default: error
    }
  }

  private func withHost(_ error: OutboundError) -> OutboundError {
    guard case .addressRefused(_, let address) = error else { return error }
    return .addressRefused(host: host, address: address)
  }

  private func translate(_ error: HTTPClientError) -> any Error {
    switch error {
    case .cancelled: CancellationError()
    case .connectTimeout, .getConnectionFromPoolTimeout: OutboundError.timedOut(host: host, mayHaveReachedPeer: false)
    case .tlsHandshakeTimeout: OutboundError.tlsFailed(host: host, reason: "the handshake took too long")
    case .readTimeout, .writeTimeout, .deadlineExceeded: OutboundError.timedOut(host: host, mayHaveReachedPeer: true)
    case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath:
      OutboundError.invalidURL(reason: "it is no absolute URL")
    case .alreadyShutdown: OutboundError.closed
    case .bodyLengthMismatch: unreachable("the request's body is not as long as announced", mayHave: true)
    case .remoteConnectionClosed: unreachable("it closed the connection in the middle", mayHave: true)
    default: unreachable(error.shortDescription.lowercased(), mayHave: true)
    }
  }

  private func translate(_ error: ChannelError) -> any Error {
    switch error {
    case .connectTimeout: OutboundError.timedOut(host: host, mayHaveReachedPeer: false)
    default: unreachable("the connection broke", mayHave: true)
    }
  }

  private func translate(_ error: IOError) -> OutboundError {
    // These come from opening the connection only.
    let neverOpened = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL].contains(error.errnoCode)
    return unreachable(words(errno: error.errnoCode), mayHave: !neverOpened)
  }

  private func unreachable(_ reason: String, mayHave: Bool) -> OutboundError {
    .unreachable(host: host, reason: reason, mayHaveReachedPeer: mayHave)
  }

  private func reason(_ error: NIOConnectionError) -> String {
    if error.connectionErrors.isEmpty { return "its name has no address" }
    let first = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }.first
    return first.map(words) ?? "no connection came about"
  }

  private func words(errno code: CInt) -> String {
    switch code {
    case ECONNREFUSED: "it refuses the connection"
    case EHOSTUNREACH, ENETUNREACH: "there is no route to it"
    case ECONNRESET, EPIPE: "it closed the connection in the middle"
    case ETIMEDOUT: "it doesn't answer"
    default: "the connection broke"
    }
  }

  private func tlsReason(_ error: any Error) -> String {
    switch error {
    case NIOSSLError.handshakeFailed(let inner):
      String(describing: inner).contains("CERTIFICATE_VERIFY_FAILED")
        ? "its certificate isn't trusted" : "the handshake failed"
    case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate: "its certificate isn't trusted"
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      "its certificate is for another host"
    default: "the encrypted connection broke"
    }
  }
}
