import Metrics
import Synchronization

/// How often values fell into which range.
final class PrometheusHistogram: RecorderHandler, TimerHandler, PrometheusSeries {
  /// For durations in seconds, from a millisecond to a minute.
  static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
  /// For sizes and counts.
  static let sizes = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000.0]

  private struct State {
    var counts: [UInt64]
    var sum = 0.0
  }

  private let bounds: [Double]
  private let state: Mutex<State>

  /// - Parameter bounds: the upper end of each range, ascending; one without end comes on top.
  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    let index = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[index] += 1
      state.sum += value
    }
  }

  func lines(name: String, labels: String) -> String {
    let state = state.withLock { $0 }
    var total: UInt64 = 0
    var lines = ""
    for (index, count) in state.counts.enumerated() {
      total += count
      let bound = index < bounds.count ? PrometheusText.number(bounds[index]) : "+Inf"
      let ranged = labels.isEmpty ? "le=\"\(bound)\"" : "\(labels),le=\"\(bound)\""
      lines += PrometheusText.line(name + "_bucket", ranged, String(total))
    }
    lines += PrometheusText.line(name + "_sum", labels, PrometheusText.number(state.sum))
    return lines + PrometheusText.line(name + "_count", labels, String(total))
  }
}
