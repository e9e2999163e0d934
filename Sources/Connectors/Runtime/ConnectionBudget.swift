package import Connections
import Core

/// Lets requests to a service out, so that one connection never presses it harder than its budget says.
///
/// The runtime acquires before every request and says afterwards how it went. ``local(effects:)`` counts in this process;
/// a deployment with several nodes hands in one that counts for all of them.
package struct ConnectionBudget: Sendable {
  /// Waits until one more request may go out.
  ///
  /// May throw ``ActionError`` with ``ActionError/Retry/after(_:)`` instead of waiting long, so that a run waits durably.
  package let acquire: @Sendable (Request) async throws -> Permit

  package init(acquire: @escaping @Sendable (Request) async throws -> Permit) {
    self.acquire = acquire
  }

  /// Who wants to send.
  package struct Request: Sendable, Hashable {
    /// `nil` for connectors that need none.
    package let connection: ConnectionID?
    package let connector: ConnectorID
    /// What the connector's file declares.
    package let budget: RateBudget

    /// What shares the budget.
    package var key: String { connection?.description ?? connector.description }
  }

  /// The right to one request.
  package struct Permit: Sendable {
    /// To be called once, whatever became of the request; gives the place back.
    package let report: @Sendable (Outcome) async -> Void

    package init(report: @escaping @Sendable (Outcome) async -> Void) {
      self.report = report
    }
  }

  /// How a request went, as far as the budget is concerned.
  package struct Outcome: Sendable, Hashable {
    /// `nil` when there was no answer.
    package let status: Int?
    /// What the service asks to wait, by `Retry-After` or the connector's rate headers.
    package let retryAfter: Duration?
    /// How many requests it still takes, where it tells.
    package let remaining: Int?
    /// When it takes more, counted from now, where it tells.
    package let resetsIn: Duration?

    package init(status: Int?, retryAfter: Duration? = nil, remaining: Int? = nil, resetsIn: Duration? = nil) {
      self.status = status
      self.retryAfter = retryAfter
      self.remaining = remaining
      self.resetsIn = resetsIn
    }
  }
}
