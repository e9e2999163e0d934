package import Core

/// What went wrong in the terms of OAuth and OpenID Connect. The code is the wire's `error`; the message is its
/// `error_description`, in the characters that RFC 6749, section 5.2 allows, and never repeats what was sent.
package enum OAuthError: CodedError, Equatable {
  case invalidRequest(String)
  case invalidClient
  case invalidGrant(String)
  case unauthorizedClient(String)
  case unsupportedGrantType
  case invalidScope(String)
  case unsupportedResponseType
  case accessDenied
  case loginRequired
  case consentRequired
  case requestNotSupported
  case requestURINotSupported
  /// For `userinfo`: the token isn't good.
  case invalidToken
  /// For `userinfo`: the token doesn't carry the scope.
  case insufficientScope(String)
  /// Too many failed sign-ins; not `invalid_grant`, after which clients throw their credentials away.
  case slowDown(seconds: Int)

  package var code: String {
    switch self {
    case .invalidRequest: "invalid_request"
    case .invalidClient: "invalid_client"
    case .invalidGrant: "invalid_grant"
    case .unauthorizedClient: "unauthorized_client"
    case .unsupportedGrantType: "unsupported_grant_type"
    case .invalidScope: "invalid_scope"
    case .unsupportedResponseType: "unsupported_response_type"
    case .accessDenied: "access_denied"
    case .loginRequired: "login_required"
    case .consentRequired: "consent_required"
    case .requestNotSupported: "request_not_supported"
    case .requestURINotSupported: "request_uri_not_supported"
    case .invalidToken: "invalid_token"
    case .insufficientScope: "insufficient_scope"
    case .slowDown: "temporarily_unavailable"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .invalidClient, .invalidToken: .unauthenticated
    case .insufficientScope: .forbidden
    case .slowDown: .rateLimited
    default: .invalid
    }
  }

  package var message: String {
    switch self {
    case .invalidRequest(let reason), .invalidGrant(let reason), .unauthorizedClient(let reason),
      .invalidScope(let reason):
      reason
    case .invalidClient: "The client is unknown or disabled, or its secret is wrong or missing."
    case .unsupportedGrantType: "This grant type is not supported here."
    case .unsupportedResponseType: "Only the response type 'code' is supported."
    case .accessDenied: "The request was turned down."
    case .loginRequired: "Nobody is signed in, or not recently enough."
    case .consentRequired: "The person has not allowed this yet."
    case .requestNotSupported: "Request objects are not supported."
    case .requestURINotSupported: "Request objects by reference are not supported."
    case .invalidToken: "The access token is not valid, or not valid any more."
    case .insufficientScope: "The access token does not carry the needed scope."
    case .slowDown: "There were too many failed sign-ins. Try again later."
    }
  }

  package var details: JSONObject {
    if case .slowDown(let seconds) = self { ["retryAfter": JSONValue(seconds)] } else { [:] }
  }

  /// The body of RFC 6749, section 5.2.
  package var json: JSONObject { ["error": .string(code), "error_description": .string(message)] }

  /// The challenge that goes with a 401 or 403, if any (RFC 6749, section 5.2; RFC 6750, section 3).
  package var challenge: String? {
    switch self {
    case .invalidClient: "Basic realm=\"weir\""
    case .invalidToken: "Bearer realm=\"weir\", error=\"invalid_token\""
    case .insufficientScope(let scope): "Bearer realm=\"weir\", error=\"insufficient_scope\", scope=\"\(scope)\""
    default: nil
    }
  }
}
