import Core
import Metrics
import Synchronization

/// What flows do, in numbers: `weir_flow_runs_total`, `weir_flow_attempts_total` and `weir_flow_attempt_seconds`.
///
/// The first flows and connections that are seen get labels of their own, the others share `other`, so that a scrape
/// stays small however many there are.
final class FlowMetrics: Sendable {
  private static let mostFlows = 200
  private static let mostConnections = 200

  private struct State {
    var flows: Set<String> = []
    var connections: Set<String> = []
    var counters: [String: Counter] = [:]
    var timers: [String: Timer] = [:]
  }

  private let state = Mutex(State())

  /// A run has ended in one of the states that are final.
  func ended(_ flow: FlowID, as outcome: RunOutcome) {
    let word =
      switch outcome {
      case .succeeded: "succeeded"
      case .failed: "failed"
      case .cancelled: "cancelled"
      }
    state.withLock { state in
      let flow = Self.label(flow.description, among: &state.flows, most: Self.mostFlows)
      Self.counter("weir_flow_runs_total", [("flow", flow), ("state", word)], &state).increment()
    }
  }

  /// An attempt of a step has ended.
  /// - Parameter connection: as the flow names it; `nil` for actions that need none.
  func attempted(_ flow: FlowID, connection: String?, succeeded: Bool, took duration: Duration) {
    state.withLock { state in
      let flow = Self.label(flow.description, among: &state.flows, most: Self.mostFlows)
      let connection = connection.map {
        Self.label($0, among: &state.connections, most: Self.mostConnections)
      }
      let labels = [("flow", flow), ("connection", connection ?? "none")]
      let outcome = succeeded ? "succeeded" : "failed"
      Self.counter("weir_flow_attempts_total", labels + [("outcome", outcome)], &state).increment()
      Self.timer("weir_flow_attempt_seconds", [("connection", connection ?? "none")], &state)
        .recordNanoseconds(
          duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
    }
  }

  private static func label(_ name: String, among known: inout Set<String>, most: Int) -> String {
    if known.contains(name) { return name }
    guard known.count < most else { return "other" }
    known.insert(name)
    return name
  }

  private static func counter(_ name: String, _ labels: [(String, String)], _ state: inout State) -> Counter {
    let key = name + labels.map { "\u{0}\($0.1)" }.joined()
    if let known = state.counters[key] { return known }
    let made = Counter(label: name, dimensions: labels)
    state.counters[key] = made
    return made
  }

  private static func timer(_ name: String, _ labels: [(String, String)], _ state: inout State) -> Timer {
    let key = name + labels.map { "\u{0}\($0.1)" }.joined()
    if let known = state.timers[key] { return known }
    let made = Timer(label: name, dimensions: labels)
    state.timers[key] = made
    return made
  }
}
