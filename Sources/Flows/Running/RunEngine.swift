import Core
import Foundation
import Logging
import Persistence

/// What every run in this process works with.
struct RunEngine: Sendable {
  let store: any Store
  let effects: Effects
  let actions: ActionRegistry
  let evaluator: ExpressionEvaluator
  let journal: JournalWriter
  let plans: PlanCache
  let feed: RunFeed
  let masker: Masker
  /// `nil` where files can't be read.
  let lines: LineReader?
  /// `nil` where long outputs can't become files, and stay lists.
  let lineWriter: LineWriter?
  let payloads: Payloads
  let metrics = FlowMetrics()
  let settings: FlowWorkerSettings
  let logger: Logger
}

extension RunEngine {
  /// Writes down what a run can't go on without. Tries again while the database is away or has no room: what the engine
  /// does by itself must not fail a step for that.
  /// - Parameter tries: after how many failures to give up; by default when the task is cancelled, as when the lease is lost.
  func untilKept<Value>(tries: Int = .max, _ write: () async throws -> Value) async throws -> Value {
    var failures = 0
    while true {
      do {
        return try await write()
      } catch let error as any CodedError where error.category.isTransient || error.category == .insufficientStorage {
        failures += 1
        guard failures < tries else { throw error }
        if failures == 1 {
          logger.warning("A run waits until it can be written down", metadata: ["error": "\(error)"])
        }
        try await effects.sleep(.milliseconds(250))
      }
    }
  }
}
