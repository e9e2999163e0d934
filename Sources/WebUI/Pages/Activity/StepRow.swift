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
  /// `nil` when it can't be begun with again.
  let rerun: Rerun?
  /// Leads to the step with all its attempts; says how many there are, and how many HTTP exchanges.
  let details: Details?
  let hasLinks: Bool
  let children: [StepRow]
  let hasChildren: Bool
  /// What is left out.
  let more: More?

  /// Where a run can be begun again with this.
  struct Rerun: Sendable {
    let text: String
    let address: String
  }

  struct Details: Sendable {
    let text: String
    let address: String
  }

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
    let next: String?

    init(_ attempt: StepTry) {
      number = attempt.number
      at = Timestamp.format(attempt.startedAt)
      took = attempt.endedAt.map { Quantity.duration($0.timeIntervalSince(attempt.startedAt)) } ?? ""
      why = attempt.failure?.message ?? "It was interrupted."
      next = attempt.retryReason
    }
  }

  /// - Parameters:
  ///   - titles: the authors' titles of the steps, by their ids.
  ///   - hidden: how many items of it don't stand here.
  ///   - isAlone: whether it stands outside of the tree, so that its path says where it belongs.
  init(
    _ entry: StepEntry, run: String, titles: [String: String], count: StepCount? = nil, children: [StepRow],
    hidden: Int = 0, canRerun: Bool = false, isAlone: Bool = false
  ) {
    id = entry.path.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    path = entry.path
    let isItem = entry.kind == "item"
    let own =
      isItem ? StepGuide.item(entry).map { "Item \($0 + 1)" } ?? entry.path : titles[entry.stepID] ?? entry.stepID
    name = isAlone ? entry.path : own
    action = isItem ? "" : titles[entry.stepID] == nil ? Self.word(entry.kind) : entry.stepID
    let label = StateLabel(entry)
    kind = label.kind
    state = label.name
    took = entry.endedAt.map { Quantity.duration($0.timeIntervalSince(entry.startedAt)) } ?? ""
    self.count = count?.text
    more = hidden > 0 ? More(text: Quantity.count(hidden, "more item"), loop: entry.path) : nil
    // A step around the one that failed has nothing to add.
    let isOwn = !children.contains { $0.hasFailed }
    problem = !isOwn ? nil : entry.failure.map { [$0.message, $0.advice].compactMap(\.self).joined(separator: " ") }
    attempts = entry.tries.filter { $0.retryReason != nil }.map(AttemptRow.init)
    hasAttempts = !attempts.isEmpty
    input = Self.text(entry.input)
    output = entry.output.flatMap(Self.text)
    hasFailed = entry.failure != nil
    isOpen = hasFailed || isAlone || (!children.isEmpty && (!isItem || entry.endedAt == nil))
    let query = Self.encoded(entry.path)
    rerun =
      canRerun && (isItem || !entry.stepID.isEmpty)
      ? Rerun(
        text: isItem ? "Run this item again" : "Run again from here",
        address: "/app/activity/\(run)/rerun?step=\(query)") : nil
    details = Self.details(entry).map { Details(text: $0, address: "/app/activity/\(run)/step?path=\(query)") }
    hasLinks = rerun != nil || details != nil
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

  /// Longer values stand on the step's own page.
  private static let longestText = 4000

  private static func text(_ value: BoundedValue) -> String? {
    if value.value.isNull { return nil }
    let text = value.fullLength == nil ? value.value.serialized(pretty: true) : value.value.stringValue ?? ""
    return text.utf8.count > longestText ? String(text.prefix(longestText)) + "…" : text
  }

  /// What the step's own page has that doesn't stand here; `nil` when that is nothing.
  private static func details(_ entry: StepEntry) -> String? {
    let exchanges = entry.tries.reduce(0) { $0 + $1.exchanges.count }
    let parts = [
      entry.tries.count > 1 ? Quantity.count(entry.tries.count, "attempt") : nil,
      exchanges > 0 ? Quantity.count(exchanges, "HTTP exchange") : nil,
    ].compactMap(\.self)
    if !parts.isEmpty { return parts.joined(separator: ", ") }
    let isLong = [entry.input, entry.output].contains { value in
      value.map { $0.fullLength != nil || $0.value.serialized(pretty: true).utf8.count > longestText } ?? false
    }
    return isLong ? "All of it" : nil
  }

  /// As a value of an address's query.
  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }
}

extension StateLabel {
  init(_ entry: StepEntry) {
    let isOwnWait = entry.kind == "wait" || entry.kind == "flow"
    self.init(stepState: entry.state == "waiting" && !isOwnWait ? "retrying" : entry.state)
  }

  /// - Parameter state: that of a step or of an attempt, as the log has it; `retrying` for one that waits to be tried again.
  init(stepState state: String) {
    switch state {
    case "succeeded": self.init(kind: "good", name: "Done")
    case "failed": self.init(kind: "bad", name: "Failed")
    case "running": self.init(kind: "busy", name: "Running")
    case "waiting": self.init(kind: "warn", name: "Waiting")
    case "retrying": self.init(kind: "warn", name: "Trying again")
    case "cancelled": self.init(kind: "warn", name: "Stopped")
    case "interrupted": self.init(kind: "warn", name: "Interrupted")
    case "skipped": self.init(kind: "", name: "Skipped")
    default: self.init(kind: "", name: state.prefix(1).uppercased() + state.dropFirst())
    }
  }
}
