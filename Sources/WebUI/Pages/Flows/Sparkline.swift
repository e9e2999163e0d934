import Flows
import Foundation

/// The recent runs of a flow as small bars: how high tells how long it took, the colour how it ended.
struct Sparkline: Sendable {
  /// How many runs it shows at most.
  static let length = 20

  static let height = 24
  static let step = 6

  let width: Int
  let paths: [Path]
  /// What it says, for those who don't see it.
  let text: String

  /// All bars of one colour: a page of two hundred flows has four thousand bars.
  struct Path: Sendable {
    /// A class of the style sheet.
    let kind: String
    /// As SVG draws it.
    let line: String
  }

  /// - Parameter runs: the newest first.
  /// - Returns: `nil` when nothing ran yet.
  init?(_ runs: [Run], now: Date) {
    guard !runs.isEmpty else { return nil }
    let shown = runs.prefix(Self.length).reversed()
    let lengths = shown.map { Self.length(of: $0, now: now) }
    let longest = max(lengths.max() ?? 0, 0.001)
    width = shown.count * Self.step
    var lines: [String: String] = [:]
    for (index, (run, length)) in zip(shown, lengths).enumerated() {
      // By the root: runs of a second are still seen beside one of a minute.
      let height = max(4, Int((length / longest).squareRoot() * Double(Self.height)))
      lines[StateLabel(run.state).kind, default: ""] +=
        "M\(index * Self.step) \(Self.height - height)h4v\(height)h-4z"
    }
    paths = lines.sorted { $0.key < $1.key }.map { Path(kind: $0.key, line: $0.value) }
    let counts = Dictionary(grouping: shown, by: { StateLabel($0.state).name }).mapValues(\.count)
    let words = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key.lowercased())" }
    text = "The last \(Quantity.count(shown.count, "run")): \(words.joined(separator: ", "))"
  }

  private static func length(of run: Run, now: Date) -> TimeInterval {
    max(0, (run.state.endedAt ?? now).timeIntervalSince(run.startedAt ?? run.createdAt))
  }
}
