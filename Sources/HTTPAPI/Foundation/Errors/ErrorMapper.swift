package import Core
package import Hummingbird

/// Turns an error into an answer in the terms of one surface.
package struct ErrorMapper: Sendable {
  /// Takes the error as the surface should tell it; ``FaultError`` stands for everything that nobody foresaw.
  package let response: @Sendable (any CodedError, Request, APIContext) -> Response

  package init(_ response: @escaping @Sendable (any CodedError, Request, APIContext) -> Response) {
    self.response = response
  }
}

/// An error that no room foresaw. What it was stands in the log, under the request id; callers learn no more.
package struct FaultError: CodedError {
  package let requestID: String

  package var code: String { "internal_error" }
  package var category: ErrorCategory { .fault }
  package var message: String { "Something went wrong in the server." }
  package var advice: String? { "Tell the administrator the request id \(requestID); the log says what it was." }
}
