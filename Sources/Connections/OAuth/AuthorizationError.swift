package import Core

/// Why a return from a service's consent page didn't make a connection.
package enum AuthorizationError: CodedError, Equatable {
  /// The `state` is unknown: never given out, used already, too old, or from another browser or person.
  case stateRefused
  /// The answer comes from another issuer than the one that was asked (RFC 9207).
  case issuerMismatch(name: String)
  /// The person or the service said no.
  case denied(name: String, reason: String)
  /// The service gave a code and then no token for it.
  case exchangeFailed(name: String, reason: String)
  /// It isn't a connection that a person authorizes.
  case notNeeded(name: String)

  package var code: String {
    switch self {
    case .stateRefused: "authorization_state_refused"
    case .issuerMismatch: "authorization_issuer_mismatch"
    case .denied: "authorization_denied"
    case .exchangeFailed: "authorization_failed"
    case .notNeeded: "authorization_not_needed"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .stateRefused, .issuerMismatch, .denied, .notNeeded: .invalid
    case .exchangeFailed: .upstream
    }
  }

  package var message: String {
    switch self {
    case .stateRefused:
      "This return from the service doesn't belong to a connection that was begun in this browser, or it was used already."
    case .issuerMismatch(let name): "The answer for \"\(name)\" comes from another server than the one that was asked."
    case .denied(let name, let reason): "\"\(name)\" was not connected: \(reason)."
    case .exchangeFailed(let name, let reason): "\"\(name)\" was not connected: \(reason)."
    case .notNeeded(let name): "\"\(name)\" doesn't use a consent page."
    }
  }

  package var advice: String? {
    switch self {
    case .stateRefused, .denied: "Open the connection and press Connect again."
    case .issuerMismatch: "Don't try again; tell your administrator."
    case .exchangeFailed: "Check client id, client secret, token URL and redirect URI, and press Connect again."
    case .notNeeded: nil
    }
  }
}
