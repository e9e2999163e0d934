import Flows
import ServiceLifecycle

/// Keeps the shared budgets of connections under the name of this server, so that one that was killed and started again
/// goes on with the part it had.
struct BudgetKeeper: Service {
  let budgets: SharedBudgets
  /// That under which it takes runs; `nil` when another process has it.
  let name: String?

  func run() async throws {
    await budgets.takeBack(from: name)
    try await budgets.run()
  }
}
