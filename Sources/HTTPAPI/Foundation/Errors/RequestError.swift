package import Core

/// What is wrong with a request before any room has seen it.
package enum RequestError: CodedError, Equatable {
  case unknownPath(String)
  case methodNotAllowed(String, allowed: [String])
  case notSignedIn
  /// The token doesn't carry the scope that this endpoint needs.
  case missingScope(String)
  /// A browser sent a session cookie along with a request that another site made.
  case crossSite
  case invalidParameter(String, value: String, expected: String)
  case missingParameter(String)
  case missingBody(expected: String)
  case unsupportedContentType(String?, expected: String)
  case bodyTooLarge(limit: Int)
  /// A member of the body, by its path such as `steps[2].name`.
  case invalidMember(String, expected: String)
  case missingMember(String)
  case unknownMember(String)
  case notAcceptable(String)
  case notFound(what: String, id: String)

  package var code: String {
    switch self {
    case .unknownPath: "unknown_path"
    case .methodNotAllowed: "method_not_allowed"
    case .notSignedIn: "not_signed_in"
    case .missingScope: "insufficient_scope"
    case .crossSite: "cross_site_request"
    case .invalidParameter: "invalid_parameter"
    case .missingParameter: "missing_parameter"
    case .missingBody: "missing_body"
    case .unsupportedContentType: "unsupported_content_type"
    case .bodyTooLarge: "body_too_large"
    case .invalidMember: "invalid_member"
    case .missingMember: "missing_member"
    case .unknownMember: "unknown_member"
    case .notAcceptable: "not_acceptable"
    case .notFound: "not_found"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .unknownPath, .notFound: .notFound
    case .notSignedIn: .unauthenticated
    case .missingScope, .crossSite: .forbidden
    case .unsupportedContentType: .unsupportedMedia
    case .bodyTooLarge: .tooLarge
    case .methodNotAllowed, .invalidParameter, .missingParameter, .missingBody, .invalidMember, .missingMember,
      .unknownMember, .notAcceptable:
      .invalid
    }
  }
}
