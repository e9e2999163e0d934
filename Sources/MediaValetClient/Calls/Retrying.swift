internal import HTTPTypes

/// Repeats one request as far as it is safe and worth it, and turns a bad end into a ``MediaValetError``.
struct Retrying {
  let timing: MediaValetTiming
  let operation: String
  /// Whether the request may be sent again when nobody knows whether it arrived.
  let isRepeatable: Bool
  /// What a status that isn't a success means; `nil` for the meaning it has at the API.
  var meaning: (@Sendable (MediaValetResponse, _ asked: Int?) -> MediaValetError)?

  /// - Returns: an answer with a 2xx status.
  func run(_ send: () async throws -> MediaValetResponse) async throws -> MediaValetResponse {
    var number = 1
    while true {
      let failure: MediaValetError
      var asked: Int?
      do {
        let response = try await send()
        if (200..<300).contains(response.status) { return response }
        asked = response.headers[.retryAfter].flatMap { RetryAfter.seconds($0, now: timing.now()) }
        failure = meaning?(response, asked) ?? error(for: response, asked: asked)
      } catch let lost as TransportFailure {
        failure = .noAnswer(operation: operation, reason: lost.reason, mayHaveArrived: lost.mayHaveArrived)
      }
      guard isWorthRepeating(failure), let wait = timing.wait(after: number, asked: asked) else { throw failure }
      try await timing.sleep(wait)
      number += 1
    }
  }

  private func isWorthRepeating(_ failure: MediaValetError) -> Bool {
    switch failure {
    case .rateLimited: true
    case .unavailable(_, let status): isRepeatable || status == 503
    case .noAnswer(_, _, let mayHaveArrived): isRepeatable || !mayHaveArrived
    case .storageRefused: failure.isTransient
    default: false
    }
  }

  private func error(for response: MediaValetResponse, asked: Int?) -> MediaValetError {
    switch response.status {
    case 403: .forbidden(operation: operation, message: message(response))
    case 404: .notFound(operation: operation)
    case 429: .rateLimited(operation: operation, seconds: asked)
    case 500...: .unavailable(operation: operation, status: response.status)
    default: .refused(operation: operation, status: response.status, message: message(response))
    }
  }

  private func message(_ response: MediaValetResponse) -> String? {
    ErrorText.read(response.body)
  }
}
