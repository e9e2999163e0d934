import Core
import Foundation
import Persistence

/// The SQL of the connections' budgets.
struct BudgetStore {
  let session: any Session

  /// Changes one connection's ledger while nobody else may.
  func change<Value>(_ connection: String, at now: Date, _ body: (inout BudgetLedger) -> Value) throws -> Value {
    try session.run(
      """
      insert into flow_budget (connection, state, updated_at) values (\(connection), '{}', \(now))
      on conflict (connection) do nothing
      """)
    let row = try session.row(
      "select state from flow_budget where connection = \(connection)\(session.dialect.forUpdate)")
    var ledger = BudgetLedger(json: try row?.json("state") ?? [:])
    let value = body(&ledger)
    try session.run(
      "update flow_budget set state = \(ledger.json), updated_at = \(now) where connection = \(connection)")
    return value
  }
}
