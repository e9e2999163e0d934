package import Core
package import HTTPTypes

extension ErrorCategory {
  /// The HTTP status of this kind of trouble.
  package var httpStatus: HTTPResponse.Status {
    switch self {
    case .invalid: .badRequest
    case .unauthenticated: .unauthorized
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .conflict: .conflict
    case .gone: .gone
    case .preconditionFailed: .preconditionFailed
    case .tooLarge: .contentTooLarge
    case .unsupportedMedia: .unsupportedMediaType
    case .rangeNotSatisfiable: .rangeNotSatisfiable
    case .rateLimited: .tooManyRequests
    case .fault: .internalServerError
    case .upstream: .badGateway
    case .unavailable: .serviceUnavailable
    case .timeout: .gatewayTimeout
    case .insufficientStorage: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
    }
  }
}

extension CodedError {
  /// The HTTP status of this error: that of its category, but for the one status no category has.
  package var httpStatus: HTTPResponse.Status {
    if case .methodNotAllowed? = self as? RequestError { return .methodNotAllowed }
    return category.httpStatus
  }
}
