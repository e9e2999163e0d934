import Core
import Flows
import Foundation

/// A step in the process log, with the steps in it.
struct StepRow: Sendable {
  let id: String
  let name: String
  let action: String
  let kind: String
  let state: String
  let took: String
  let count: String?
  let problem: String?
  let attempts: String?
  let input: String?
  let output: String?
  let hasFailed: Bool
  let isOpen: Bool
  let children: [StepRow]
  let hasChildren: Bool
  /// What is left out.
  let more: String?

  /// - Parameter titles: the authors' titles of the steps, by their ids.
  init(_ entry: StepEntry, titles: [String: String], count: StepCount? = nil, children: [StepRow], more: Int = 0) {
    id = entry.path.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    let isItem = entry.kind == "item"
    name = isItem ? StepGuide.item(entry).map { "Item \($0 + 1)" } ?? entry.path : titles[entry.stepID] ?? entry.stepID
    action = isItem ? "" : titles[entry.stepID] == nil ? Self.word(entry.kind) : entry.stepID
    let label = Self.label(entry.state)
    kind = label.kind
    state = label.name
    took = entry.endedAt.map { Quantity.duration($0.timeIntervalSince(entry.startedAt)) } ?? ""
    self.count = count?.text
    self.more = more > 0 ? "\(Quantity.count(more, "more item")), none of which failed." : nil
    // A step around the one that failed has nothing to add.
    let isOwn = !children.contains { $0.hasFailed }
    problem = !isOwn ? nil : entry.failure.map { [$0.message, $0.advice].compactMap(\.self).joined(separator: " ") }
    attempts = entry.attempts.count > 1 ? "Tried \(entry.attempts.count) times." : nil
    input = Self.text(entry.input)
    output = entry.output.flatMap(Self.text)
    hasFailed = entry.failure != nil
    isOpen = hasFailed || (!children.isEmpty && (!isItem || entry.endedAt == nil))
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

  private static func label(_ state: String) -> StateLabel {
    switch state {
    case "succeeded": StateLabel(kind: "good", name: "Done")
    case "failed": StateLabel(kind: "bad", name: "Failed")
    case "running": StateLabel(kind: "busy", name: "Running")
    case "waiting": StateLabel(kind: "warn", name: "Trying again")
    case "cancelled": StateLabel(kind: "warn", name: "Stopped")
    case "skipped": StateLabel(kind: "", name: "Skipped")
    default: StateLabel(kind: "", name: state.prefix(1).uppercased() + state.dropFirst())
    }
  }
}

/// Puts the entries of a log under each other, as the flow nests them.
struct StepTree {
  /// Of a loop's steps so many are shown, and all that failed; ten thousand would be no page.
  static let shownChildren = 60

  let rows: [StepRow]

  init(_ entries: [StepEntry], guide: StepGuide = StepGuide()) {
    let paths = Set(entries.map(\.path))
    let byParent = Dictionary(grouping: entries) { Self.parent(of: $0.path, among: paths) ?? "" }
    rows = Self.rows(below: "", byParent, guide)
  }

  private static func rows(below path: String, _ byParent: [String: [StepEntry]], _ guide: StepGuide)
    -> [StepRow]
  {
    shown(guide.sorted(byParent[path] ?? [])).map { entry in
      let children = byParent[entry.path] ?? []
      return StepRow(
        entry, titles: guide.titles, count: StepCount(entry, children: children),
        children: rows(below: entry.path, byParent, guide), more: children.count - shown(children).count)
    }
  }

  private static func shown(_ entries: [StepEntry]) -> [StepEntry] {
    entries.enumerated().filter { $0 < shownChildren || $1.failure != nil }.map(\.element)
  }

  /// The nearest step around it that has an entry: items of a loop have none of their own.
  private static func parent(of path: String, among paths: Set<String>) -> String? {
    var path = path[...]
    while let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) {
      path = path[..<end]
      if paths.contains(String(path)) { return String(path) }
    }
    return nil
  }
}
