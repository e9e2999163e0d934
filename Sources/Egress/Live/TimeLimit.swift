/// Bounds work that notices cancellation, or may be left behind.
enum TimeLimit {
  /// - Throws: what `work` throws, or what `failure` makes once `limit` has passed first.
  static func run<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value,
    orThrow failure: @escaping @Sendable () -> any Error
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask { try await work() }
      group.addTask {
        // The real clock on purpose: it bounds a real peer, whatever time the rooms are told.
        try await Task.sleep(for: limit)
        throw failure()
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() else { throw CancellationError() }
      return value
    }
  }
}
