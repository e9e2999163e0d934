package import Core

/// Why a request got no usable answer. Hosts are named; paths and queries, which may hold secrets, never are.
package enum OutboundError: Error, Equatable {
  /// The address is no absolute `http` or `https` URL. The URL itself isn't repeated: it may hold a secret.
  case invalidURL(reason: String)
  /// The host is, or resolves to, an address that Weir must not talk to.
  case addressRefused(host: String, address: String)
  /// No connection came about, or it broke.
  case unreachable(host: String, reason: String, mayHaveReachedPeer: Bool)
  /// It took longer than allowed.
  case timedOut(host: String, mayHaveReachedPeer: Bool)
  /// The peer's certificate isn't trusted, or the two found no common ground for TLS.
  case tlsFailed(host: String, reason: String)
  /// The answer is larger than the caller takes.
  case responseTooLarge(host: String, limit: Int)
  /// The service was shut down.
  case closed
}

extension OutboundError: CodedError {
  /// Whether the peer may have acted on the request. `false` is certain: the same request may be sent again.
  package var mayHaveReachedPeer: Bool {
    switch self {
    case .invalidURL, .addressRefused, .tlsFailed, .closed: false
    case .unreachable(_, _, let mayHave), .timedOut(_, let mayHave): mayHave
    case .responseTooLarge: true
    }
  }

  package var code: String {
    switch self {
    case .invalidURL: "invalid_url"
    case .addressRefused: "address_refused"
    case .unreachable: "peer_unreachable"
    case .timedOut: "peer_timed_out"
    case .tlsFailed: "tls_failed"
    case .responseTooLarge: "response_too_large"
    case .closed: "outbound_closed"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .invalidURL, .addressRefused: .invalid
    case .unreachable, .tlsFailed, .responseTooLarge: .upstream
    case .timedOut: .timeout
    case .closed: .unavailable
    }
  }

  package var message: String {
    switch self {
    case .invalidURL(let reason): "The address can't be used: \(reason)."
    case .addressRefused(let host, let address):
      host == address
        ? "\(address) is an internal address, and Weir doesn't connect to those."
        : "\(host) is at the internal address \(address), and Weir doesn't connect to those."
    case .unreachable(let host, let reason, _): "\(host) can't be reached: \(reason)."
    case .timedOut(let host, _): "\(host) didn't answer in time."
    case .tlsFailed(let host, let reason): "No secure connection to \(host) came about: \(reason)."
    case .responseTooLarge(let host, let limit): "\(host) answered with more than the \(limit) bytes allowed."
    case .closed: "Weir is shutting down and makes no new connections."
    }
  }

  package var advice: String? {
    switch self {
    case .invalidURL: "Give the whole address, starting with https://."
    case .addressRefused:
      "If this server is meant to be reached, an administrator can add it to the allowed internal addresses."
    case .unreachable, .timedOut: "Check the address, and try again later."
    case .tlsFailed:
      "Check the server's certificate; a certificate of your own authority can be added to the trusted ones."
    case .responseTooLarge, .closed: nil
    }
  }
}
