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
