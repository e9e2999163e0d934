/// What a transaction is for.
enum TransactionKind {
  case read
  case write
  /// What it relies on, it locks.
  case writeLocking

  /// The statement that begins it.
  var beginning: String {
    switch self {
    case .read: "begin isolation level repeatable read read only"
    case .write: "begin isolation level serializable read write"
    case .writeLocking: "begin isolation level read committed read write"
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
