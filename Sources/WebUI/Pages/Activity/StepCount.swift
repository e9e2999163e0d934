import Core
import Flows

/// How far a step is that does many things: the items of a loop, the bytes of an upload.
struct StepCount: Sendable {
  let done: Int64
  let total: Int64

  /// - Parameter children: the entries directly inside of it.
  /// - Returns: `nil` when the step doesn't count, or its list was too long to be kept.
  init?(_ entry: StepEntry, children: some Collection<StepEntry>) {
    if let total = entry.total, total > 0 {
      self.init(done: entry.done ?? 0, total: total)
    } else if entry.kind == "forEach", entry.input.fullLength == nil, let items = entry.input.value.arrayValue {
      self.init(done: Int64(children.count { $0.kind == "item" && $0.endedAt != nil }), total: Int64(items.count))
    } else {
      return nil
    }
  }

  private init(done: Int64, total: Int64) {
    self.done = done
    self.total = total
  }

  var text: String { "\(done) of \(total)" }
}
