import Core
import HTTPTypes
import Hummingbird

extension ErrorMapper {
  /// `application/problem+json` (RFC 9457), with the error's code, advice and details as further members.
  package static let problem = ErrorMapper { error, request, context in
    let status = error.httpStatus
    var body: JSONObject = [
      "type": .string("urn:weir:problem:\(error.code)"), "title": .string(status.reasonPhrase),
      "status": JSONValue(status.code), "detail": .string(error.message), "code": .string(error.code),
    ]
    if let advice = error.advice { body["advice"] = .string(advice) }
    body["requestId"] = .string(context.requestID)
    for (name, value) in error.details where body[name] == nil { body[name] = value }
    var response = Response.json(.object(body), status: status)
    response.headers[.contentType] = "application/problem+json"
    return response
  }

  /// OAuth's own error document (RFC 6749, section 5.2). Errors whose code isn't one of OAuth's become
  /// `invalid_request`, `temporarily_unavailable` or `server_error`.
  package static let oauth = ErrorMapper { error, request, context in
    let code =
      switch error.category {
      case .fault: "server_error"
      case .unavailable, .timeout, .insufficientStorage: "temporarily_unavailable"
      default: oauthCodes.contains(error.code) ? error.code : "invalid_request"
      }
    var response = Response.json(
      ["error": .string(code), "error_description": .string(error.description)], status: error.httpStatus)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  private static let oauthCodes: Set = [
    "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
    "invalid_scope", "access_denied", "unsupported_response_type", "invalid_token", "insufficient_scope",
  ]
}
