import Core
import HTTPTypes
import Hummingbird

/// The headers that belong to an error whatever its body looks like.
struct ErrorHeaders {
  static func add(to response: inout Response, for error: any CodedError, request: Request) {
    if case .methodNotAllowed(_, let allowed)? = error as? RequestError {
      response.headers[.allow] = allowed.joined(separator: ", ")
    }
    if let wait = wait(error), response.headers[.retryAfter] == nil { response.headers[.retryAfter] = String(wait) }
    if response.headers[.wwwAuthenticate] == nil, let challenge = challenge(error, request) {
      response.headers[.wwwAuthenticate] = challenge
    }
  }

  /// In whole seconds: what the error knows, else a moment.
  private static func wait(_ error: any CodedError) -> Int64? {
    switch error.category {
    case .rateLimited: error.details["retryAfter"]?.intValue ?? 10
    case .unavailable: error.details["retryAfter"]?.intValue ?? 5
    default: nil
    }
  }

  /// RFC 6750, section 3.
  private static func challenge(_ error: any CodedError, _ request: Request) -> String? {
    if error.code == "insufficient_scope", let scope = error.details["scope"]?.stringValue {
      return "Bearer realm=\"weir\", error=\"insufficient_scope\", scope=\"\(scope)\""
    }
    guard error.category == .unauthenticated else { return nil }
    guard request.headers[.authorization] != nil else { return "Bearer realm=\"weir\"" }
    return "Bearer realm=\"weir\", error=\"invalid_token\", error_description=\"\(quoted(error.message))\""
  }

  private static func quoted(_ text: String) -> String {
    text.filter { $0.isASCII && $0 != "\"" && $0 != "\\" }
  }
}
