import Core
import Flows

/// How far a step is that does many things: the items of a loop, the bytes of an upload.
struct StepCount: Sendable {
  let done: Int64
  let total: Int64
  /// Of the items of a loop.
  let failed: Int

  /// - Parameter items: how the items stand, if it is a loop.
  /// - Returns: `nil` when the step doesn't count.
  init?(_ entry: StepEntry, items: RunWindow.ItemCount?) {
    if let total = entry.total, total > 0 {
      self.init(done: entry.done ?? 0, total: total, failed: items?.failed ?? 0)
    } else if let items {
      // The list tells how many there will be; where it is too long to be kept, those that began are counted.
      let known = entry.input.fullLength == nil ? entry.input.value.arrayValue?.count : nil
      self.init(done: Int64(items.done), total: Int64(max(known ?? 0, items.all)), failed: items.failed)
    } else {
      return nil
    }
  }

  private init(done: Int64, total: Int64, failed: Int) {
    self.done = done
    self.total = total
    self.failed = failed
  }

  var text: String { "\(done) of \(total)" + (failed > 0 ? ", \(failed) failed" : "") }
}
