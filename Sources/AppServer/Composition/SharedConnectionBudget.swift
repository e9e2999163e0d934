import Connectors
import Core
import Flows
import Foundation

extension ConnectionBudget {
  /// Counts for all processes on one database: what the connectors ask for is what the flows' shared budgets give.
  static func shared(_ budgets: SharedBudgets, effects: Effects) -> ConnectionBudget {
    ConnectionBudget { request in
      let limit = BudgetLimit(
        requests: request.budget.requests, window: request.budget.window, concurrency: request.budget.concurrency)
      do {
        try await budgets.acquire(request.key, limit: limit)
      } catch let spent as BudgetSpent {
        throw ActionError(budgetSpentUntil: spent.until, now: effects.now())
      }
      return Permit { outcome in
        await budgets.report(request.key, BudgetReport(outcome, now: effects.now()))
        await budgets.release(request.key)
      }
    }
  }
}

extension ActionError {
  /// The code of a request that wasn't sent since the connection's budget is spent.
  static let budgetSpent = "connection_budget_spent"

  fileprivate init(budgetSpentUntil until: Date, now: Date) {
    let wait = Duration.milliseconds(Int64(max(1, until.timeIntervalSince(now) * 1000)))
    self.init(
      code: Self.budgetSpent, category: .rateLimited, message: "The connection's budget of requests is spent for now.",
      advice: "Nothing was sent; it goes on by itself.", retry: .after(wait))
  }
}

extension BudgetReport {
  fileprivate init(_ outcome: ConnectionBudget.Outcome, now: Date) {
    self.init(
      pausedUntil: outcome.retryAfter.map { now.addingTimeInterval($0 / .seconds(1)) }, remaining: outcome.remaining)
  }
}
