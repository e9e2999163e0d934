/// What kind of trouble an error is, so that every surface can answer it in its own terms: HTTP with a status, the
/// command line with an exit code, a run with "try again" or "give up".
package enum ErrorCategory: String, Sendable, Codable, CaseIterable {
  /// The request can't be understood or breaks a rule that the caller could have known. HTTP 400.
  case invalid
  /// Nobody is signed in, or the proof of who is calling isn't good. HTTP 401.
  case unauthenticated
  /// The caller is known and may not do this. HTTP 403.
  case forbidden
  /// There is no such thing, or the caller may not know of it. HTTP 404.
  case notFound
  /// The request clashes with what is there. HTTP 409.
  case conflict
  /// It was there, and is gone for good, as an expired link. HTTP 410.
  case gone
  /// A stated precondition doesn't hold. HTTP 412.
  case preconditionFailed
  /// The body is larger than allowed. HTTP 413.
  case tooLarge
  /// The bytes are of a kind that can't be used here. HTTP 415.
  case unsupportedMedia
  /// The requested range lies outside of the content. HTTP 416.
  case rangeNotSatisfiable
  /// Too many requests; `Retry-After` says when. HTTP 429.
  case rateLimited
  /// A fault in Weir. HTTP 500.
  case fault
  /// Another service answered wrongly or not at all. HTTP 502.
  case upstream
  /// Something Weir needs is away for now; the same call may work later. HTTP 503.
  case unavailable
  /// Another service didn't answer in time. HTTP 504.
  case timeout
  /// There is no room left to store it. HTTP 507.
  case insufficientStorage

  /// Whether the same call may succeed later without anybody changing anything.
  package var isTransient: Bool {
    switch self {
    case .rateLimited, .upstream, .unavailable, .timeout: true
    case .invalid, .unauthenticated, .forbidden, .notFound, .conflict, .gone, .preconditionFailed, .tooLarge,
      .unsupportedMedia, .rangeNotSatisfiable, .fault, .insufficientStorage:
      false
    }
  }
}
