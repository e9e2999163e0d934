package import Core

/// Hears of every HTTP exchange of the action in hand, for the process log.
///
/// A task-local value, since an exchange happens several hands below whoever wants to know of it, and each of them would
/// only pass it on.
package struct ExchangeRecorder: Sendable {
  /// That of the action in hand.
  @TaskLocal package static var current: ExchangeRecorder?

  private let hear: @Sendable (JSONObject) -> Void

  /// - Parameter hear: gets `{"request", "response", "milliseconds"}`, bounded and without the connection's secrets.
  package init(_ hear: @escaping @Sendable (JSONObject) -> Void) {
    self.hear = hear
  }

  func add(_ exchange: JSONObject, took duration: Duration) {
    var exchange = exchange
    exchange["milliseconds"] = JSONValue(Int((duration / .milliseconds(1)).rounded()))
    hear(exchange)
  }
}
