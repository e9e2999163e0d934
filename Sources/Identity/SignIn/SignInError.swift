package import Core

/// Why somebody isn't let in.
package enum SignInError: CodedError, Equatable {
  /// The user name is unknown, the password is wrong or the account is disabled: never said which.
  case wrongCredentials
  /// Too many failures for this account or from this address.
  case throttled(seconds: Int)
  /// The access token is forged, expired, revoked or meant for somebody else.
  case tokenRefused
  /// The browser session is unknown, too old or signed out.
  case sessionOver
  /// The form doesn't carry the token of the session that it was shown to.
  case forgedForm

  package var code: String {
    switch self {
    case .wrongCredentials: "wrong_credentials"
    case .throttled: "sign_in_throttled"
    case .tokenRefused: "invalid_token"
    case .sessionOver: "session_over"
    case .forgedForm: "csrf_token_mismatch"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .wrongCredentials, .tokenRefused, .sessionOver: .unauthenticated
    case .throttled: .rateLimited
    case .forgedForm: .forbidden
    }
  }

  package var message: String {
    switch self {
    case .wrongCredentials: "The user name or the password is wrong."
    case .throttled(let seconds): "There were too many failed sign-ins; the next may be tried in \(seconds) s."
    case .tokenRefused: "The access token is not valid, or not valid any more."
    case .sessionOver: "Nobody is signed in here, or the session has ended."
    case .forgedForm: "The form is too old, or was not shown by this site."
    }
  }

  package var advice: String? {
    switch self {
    case .wrongCredentials: "Check both, or ask a site administrator for a new password."
    case .throttled: "Wait, then try again."
    case .tokenRefused: "Request a new one."
    case .sessionOver: "Sign in."
    case .forgedForm: "Go back, load the page again and repeat what you did."
    }
  }

  package var details: JSONObject {
    if case .throttled(let seconds) = self { ["retryAfter": JSONValue(seconds)] } else { [:] }
  }
}
