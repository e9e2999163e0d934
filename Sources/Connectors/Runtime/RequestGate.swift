package import Core

/// Counts the requests of connections within this process: not too many in a time, not too many at once.
actor RequestGate {
  private let effects: Effects
  private var lanes: [String: Lane] = [:]

  init(effects: Effects) {
    self.effects = effects
  }

  private struct Lane {
    var bucket: TokenBucket?
    var free: Int
    var queue: [(id: Int, wake: CheckedContinuation<Void, any Error>)] = []
    var nextID = 0
  }

  /// Waits for a place and for its time.
  /// - Parameter key: what shares a budget: a connection's id.
  nonisolated func acquire(_ key: String, budget: RateBudget) async throws {
    let wait = try await enter(key, budget)
    guard wait > .zero else { return }
    do {
      try await effects.sleep(wait)
    } catch {
      await leave(key)
      throw error
    }
  }

  private func enter(_ key: String, _ budget: RateBudget) async throws -> Duration {
    if lanes[key] == nil {
      let bucket = budget.requests.map { TokenBucket(requests: $0, window: budget.window, now: effects.now()) }
      lanes[key] = Lane(bucket: bucket, free: budget.concurrency)
    }
    if let free = lanes[key]?.free, free > 0 {
      lanes[key]?.free -= 1
    } else {
      try await queue(key)
    }
    return lanes[key]?.bucket?.take(at: effects.now()) ?? .zero
  }

  private func queue(_ key: String) async throws {
    let id = lanes[key]?.nextID ?? 0
    lanes[key]?.nextID += 1
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
        lanes[key]?.queue.append((id, continuation))
      }
    } onCancel: {
      Task { await self.drop(id, key) }
    }
  }

  private func drop(_ id: Int, _ key: String) {
    guard let index = lanes[key]?.queue.firstIndex(where: { $0.id == id }) else { return }
    lanes[key]?.queue.remove(at: index).wake.resume(throwing: CancellationError())
  }

  /// Hands the place to the next in line, or keeps it free.
  func leave(_ key: String) {
    if lanes[key]?.queue.isEmpty == false {
      lanes[key]?.queue.removeFirst().wake.resume()
    } else {
      lanes[key]?.free += 1
    }
  }
}

extension ConnectionBudget {
  /// Lets everything out.
  static let free = ConnectionBudget { _ in Permit { _ in } }

  /// Counts within this process.
  package static func local(effects: Effects) -> ConnectionBudget {
    let gate = RequestGate(effects: effects)
    return ConnectionBudget { request in
      try await gate.acquire(request.key, budget: request.budget)
      return Permit { _ in await gate.leave(request.key) }
    }
  }
}
