import Core
import Flows
import Foundation

/// A step in the process log, with the steps in it.
struct StepRow: Sendable {
  let id: String
  let path: String
  let name: String
  let action: String
  let kind: String
  let state: String
  let took: String
  let count: String?
  let problem: String?
  let attempts: [AttemptRow]
  let hasAttempts: Bool
  let input: String?
  let output: String?
  let hasFailed: Bool
  let isOpen: Bool
  let canRerun: Bool
  let children: [StepRow]
  let hasChildren: Bool
  /// What is left out.
  let more: More?

  /// Items of a loop that don't stand here.
  struct More: Sendable {
    let text: String
    /// The loop's path, for the address of its items.
    let loop: String
  }

  /// One try that didn't succeed.
  struct AttemptRow: Sendable {
    let number: Int
    let at: String
    let took: String
    let why: String

    init(_ attempt: AttemptRecord) {
      number = attempt.number
      at = Timestamp.format(attempt.startedAt)
      took = Quantity.duration(attempt.endedAt.timeIntervalSince(attempt.startedAt))
      why = attempt.failure.map(\.message) ?? "It was interrupted; the server stopped or died."
    }
  }

  /// - Parameters:
  ///   - titles: the authors' titles of the steps, by their ids.
  ///   - hidden: how many items of it don't stand here.
  init(
    _ entry: StepEntry, titles: [String: String], count: StepCount? = nil, children: [StepRow], hidden: Int = 0,
    canRerun: Bool = false
  ) {
    id = entry.path.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    path = entry.path
    let isItem = entry.kind == "item"
    name = isItem ? StepGuide.item(entry).map { "Item \($0 + 1)" } ?? entry.path : titles[entry.stepID] ?? entry.stepID
    action = isItem ? "" : titles[entry.stepID] == nil ? Self.word(entry.kind) : entry.stepID
    let label = Self.label(entry)
    kind = label.kind
    state = label.name
    took = entry.endedAt.map { Quantity.duration($0.timeIntervalSince(entry.startedAt)) } ?? ""
    self.count = count?.text
    more = hidden > 0 ? More(text: Quantity.count(hidden, "more item"), loop: entry.path) : nil
    // A step around the one that failed has nothing to add.
    let isOwn = !children.contains { $0.hasFailed }
    problem = !isOwn ? nil : entry.failure.map { [$0.message, $0.advice].compactMap(\.self).joined(separator: " ") }
    attempts = entry.attempts.map(AttemptRow.init)
    hasAttempts = !attempts.isEmpty
    input = Self.text(entry.input)
    output = entry.output.flatMap(Self.text)
    hasFailed = entry.failure != nil
    isOpen = hasFailed || (!children.isEmpty && (!isItem || entry.endedAt == nil))
    self.canRerun = canRerun && !isItem && !entry.stepID.isEmpty
    self.children = children
    hasChildren = !children.isEmpty
  }

  private static func word(_ kind: String) -> String {
    switch kind {
    case "forEach": "for each"
    case "set": "set variables"
    default: kind
    }
  }

  private static func text(_ value: BoundedValue) -> String? {
    if value.json.isNull { return nil }
    return value.json.serialized(pretty: true)
  }

  private static func label(_ entry: StepEntry) -> StateLabel {
    switch entry.state {
    case "succeeded": StateLabel(kind: "good", name: "Done")
    case "failed": StateLabel(kind: "bad", name: "Failed")
    case "running": StateLabel(kind: "busy", name: "Running")
    case "waiting" where entry.kind == "wait" || entry.kind == "flow": StateLabel(kind: "warn", name: "Waiting")
    case "waiting": StateLabel(kind: "warn", name: "Trying again")
    case "cancelled": StateLabel(kind: "warn", name: "Stopped")
    case "skipped": StateLabel(kind: "", name: "Skipped")
    default: StateLabel(kind: "", name: entry.state.prefix(1).uppercased() + entry.state.dropFirst())
    }
  }
}
