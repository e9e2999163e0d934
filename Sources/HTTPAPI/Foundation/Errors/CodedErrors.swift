import Core
import Hummingbird
import Logging
import NIOCore
import Persistence

/// Makes every error a coded one, and logs those that a person must look into.
struct CodedErrors: Sendable {
  func coded(_ error: any Error, in context: APIContext) -> any CodedError {
    switch error {
    case PersistenceError.unavailable(let reason):
      // Where the database is and what it is called is for the log alone.
      context.logger.warning("The database can't be reached", metadata: ["reason": "\(reason)"])
      return DatabaseAwayError()
    case let error as PersistenceError where error.category == .fault:
      log(error, in: context)
      return FaultError(requestID: context.requestID)
    case let error as any CodedError:
      if error.category == .fault { log(error, in: context) }
      return error
    case is NIOTooManyBytesError:
      return ByteStreamError.longer(than: limit(context))
    case is CancellationError:
      return StoppingError()
    case let error as HTTPError:
      return RequestError.notAcceptable(error.body ?? "The request can't be understood.")
    default:
      log(error, in: context)
      return FaultError(requestID: context.requestID)
    }
  }

  private func log(_ error: any Error, in context: APIContext) {
    context.logger.error(
      "A request failed in a way nobody foresaw",
      metadata: [
        "error": "\(String(reflecting: error))", "operation": "\(context.endpoint?.operationID ?? "none")",
      ])
  }

  private func limit(_ context: APIContext) -> Int {
    if case .bytes(let limit) = context.bodyLimit { limit } else { 0 }
  }
}

/// The database is away; nothing of the request was kept.
struct DatabaseAwayError: CodedError {
  var code: String { "database_unavailable" }
  var category: ErrorCategory { .unavailable }
  var message: String { "The database can't be reached just now; nothing was changed." }
  var advice: String? { "Try again in a moment." }
}

/// The server is going down, or the caller has hung up.
struct StoppingError: CodedError {
  var code: String { "stopping" }
  var category: ErrorCategory { .unavailable }
  var message: String { "The request was given up before it was done." }
  var advice: String? { "Try again in a moment." }
}
