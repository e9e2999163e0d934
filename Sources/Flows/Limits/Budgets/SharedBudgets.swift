package import Core
import Foundation
package import Logging
package import Persistence
import ServiceLifecycle

/// The budgets of connections, shared by all processes on one database: how many requests may be under way at once, and
/// how many may be sent in a time.
///
/// A process takes a second's worth at a time, so most requests cost no look at the database. Whoever would wait for
/// longer than a few seconds is told when to come back, and waits without holding anything.
package actor SharedBudgets: Service {
  private let store: any Store
  private let effects: Effects
  private let logger: Logger
  private var process: String
  private var lanes: [String: BudgetLane] = [:]
  private var callers: [Int: CheckedContinuation<Void, any Error>] = [:]
  private var lastCaller = 0
  private var refilling: Set<String> = []

  package init(store: any Store, effects: Effects, logger: Logger) {
    self.store = store
    self.effects = effects
    self.logger = logger
    process = effects.token(bytes: 9)
  }

  /// Takes over the part that an earlier life of this process held when it was killed, so that nothing waits until that
  /// part lapses. Nothing happens once something was asked for.
  /// - Parameter name: that of ``FlowWorker/named(_:)``: no other process may have it.
  package func takeBack(from name: String?) {
    if let name, lanes.isEmpty { process = name }
  }

  /// Keeps the parts that are in use and gives back the others, until it is told to stop.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while (try? await self.effects.sleep(.seconds(1))) != nil { await self.tend() }
    }
    await giveBack()
  }

  /// Gives back every part that isn't in use, so that the next process needn't wait until it lapses: what a process does
  /// last.
  package func giveBack() async {
    for (connection, lane) in lanes where lane.inUse == 0 {
      lanes[connection] = nil
      await giveBack(connection, lane)
    }
  }

  /// Waits for the right to send one request; ``release(_:)`` follows when its answer is there, whatever it is.
  /// - Throws: ``BudgetSpent`` when that would take long, `CancellationError`, or what the store throws.
  package func acquire(_ connection: String, limit: BudgetLimit) async throws {
    let now = effects.now()
    lastCaller += 1
    let caller = lastCaller
    var lane = lanes[connection] ?? BudgetLane(limit: limit, at: now)
    lane.limit = limit
    let spent = lane.enter(caller, at: now)
    lanes[connection] = lane
    if let spent { throw spent }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        callers[caller] = continuation
        if Task.isCancelled { drop(caller, connection) } else { serve(connection) }
      }
    } onCancel: {
      Task { await self.drop(caller, connection) }
    }
  }

  /// A request is over.
  package func release(_ connection: String) {
    lanes[connection]?.leave(at: effects.now())
    serve(connection)
  }

  /// Takes in what the service says of its budget.
  package func report(_ connection: String, _ report: BudgetReport) async {
    let now = effects.now()
    guard lanes[connection]?.learn(report, at: now) == true else { return }
    evict(connection)
    await change(connection) { $0.learn(report, at: now) }
  }

  private func drop(_ caller: Int, _ connection: String) {
    guard lanes[connection]?.drop(caller) == true else { return }
    callers.removeValue(forKey: caller)?.resume(throwing: CancellationError())
  }

  /// Lets those go whose turn it is, and asks for more when that isn't all.
  private func serve(_ connection: String) {
    for caller in lanes[connection]?.admit(at: effects.now()) ?? [] {
      callers.removeValue(forKey: caller)?.resume()
    }
    guard let lane = lanes[connection], !lane.waiting.isEmpty, !lane.hasItsPart,
      refilling.insert(connection).inserted
    else { return }
    Task { await self.refill(connection) }
  }

  private func evict(_ connection: String) {
    for (caller, spent) in lanes[connection]?.evict(at: effects.now()) ?? [] {
      callers.removeValue(forKey: caller)?.resume(throwing: spent)
    }
  }

  private func refill(_ connection: String) async {
    defer { refilling.remove(connection) }
    while let lane = lanes[connection], !lane.waiting.isEmpty, !lane.hasItsPart {
      do {
        let now = effects.now()
        if let until = lane.pausedUntil, until > now {
          try await effects.sleep(.milliseconds(Int64((until.timeIntervalSince(now) * 1000).rounded(.up))))
        }
        let grant = try await reserve(connection)
        evict(connection)
        serve(connection)
        guard let left = lanes[connection], !left.waiting.isEmpty, left.pausedUntil == nil, grant.retryAt != nil
        else { continue }
        try await effects.sleep(.milliseconds(Int64(BudgetLedger.permitRetry * 1000)))
      } catch {
        for caller in lanes[connection]?.waiting ?? [] where lanes[connection]?.drop(caller) == true {
          callers.removeValue(forKey: caller)?.resume(throwing: error)
        }
      }
    }
  }

  private func reserve(_ connection: String) async throws -> BudgetLedger.Grant {
    let now = effects.now()
    guard let lane = lanes[connection] else { return BudgetLedger.Grant(permits: 0) }
    let (limit, wish, inUse, process) = (lane.limit, lane.wish, lane.inUse, process)
    let grant = try await store.writeLocking { session in
      try BudgetStore(session: session).change(connection, at: now) { ledger in
        ledger.reserve(
          for: process, permits: wish.permits, inUse: inUse, tokens: wish.tokens, of: limit, at: now)
      }
    }
    lanes[connection]?.take(grant, at: now)
    return grant
  }

  private func tend() async {
    let now = effects.now()
    for (connection, lane) in lanes where !refilling.contains(connection) {
      if lane.isIdle(at: now) {
        lanes[connection] = nil
        await giveBack(connection, lane)
      } else if lane.mustRenew(at: now) {
        do {
          _ = try await reserve(connection)
          serve(connection)
        } catch {
          logger.warning("A connection's budget could not be renewed", metadata: ["error": "\(error)"])
        }
      }
    }
  }

  private func giveBack(_ connection: String, _ lane: BudgetLane) async {
    let (process, tokens, limit) = (process, lane.tokens ?? 0, lane.limit)
    await change(connection) { $0.giveBack(from: process, tokens: tokens, of: limit) }
  }

  private func change(_ connection: String, _ body: @escaping @Sendable (inout BudgetLedger) -> Void) async {
    let now = effects.now()
    do {
      try await store.writeLocking { session in
        try BudgetStore(session: session).change(connection, at: now, body)
      }
    } catch {
      logger.warning("A connection's budget could not be written down", metadata: ["error": "\(error)"])
    }
  }
}
