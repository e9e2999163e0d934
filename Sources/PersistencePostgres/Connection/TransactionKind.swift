/// What a transaction is for.
enum TransactionKind {
  case read
  case write
  /// What it relies on, it locks. It names its rows, and few of them.
  ///
  /// A statement's plan is kept as long as its connection. One that was made while a table was new would read all of it
  /// ever after, until the server next gathers statistics; so these transactions go by indexes, whatever is believed of
  /// the size of a table.
  case writeLocking

  /// The statements that begin it.
  var beginning: [String] {
    switch self {
    case .read: ["begin isolation level repeatable read read only"]
    case .write: ["begin isolation level serializable read write"]
    case .writeLocking: ["begin isolation level read committed read write", "set local enable_seqscan = off"]
    }
  }
}

/// What came of a transaction, and of its connection.
struct TransactionOutcome<Value: Sendable>: Sendable {
  let result: Result<Value, any Error>
  /// Whether the connection may serve another transaction.
  let isReusable: Bool
  /// Whether nothing was kept and another try may go better.
  let mayBeRunAgain: Bool
  /// The channels that it notified, when it was committed.
  var notified: Set<String> = []
}
