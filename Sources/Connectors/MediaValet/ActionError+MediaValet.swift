import Core
import MediaValetClient

extension ActionError {
  /// What the client says, as an action's failure.
  init(_ error: MediaValetError) {
    let retry: Retry =
      switch error {
      case .rateLimited(_, let seconds?): .after(.seconds(seconds))
      default: error.isTransient ? .backOff : .never
      }
    self.init(
      code: error.code, category: error.category, message: error.message, advice: error.advice, retry: retry)
  }
}
