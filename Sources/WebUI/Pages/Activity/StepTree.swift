import Core
import Flows

/// Puts the entries of a log under each other, as the flow nests them.
struct StepTree {
  /// Of a loop so many items are shown, and all that failed; ten thousand would be no page.
  static let shownChildren = 60

  let rows: [StepRow]

  init(_ window: RunWindow, guide: StepGuide = StepGuide(), canRerun: Bool = false) {
    let paths = Set(window.entries.map(\.path))
    let byParent = Dictionary(grouping: window.entries) { Self.parent(of: $0.path, among: paths) ?? "" }
    rows = Self.rows(below: "", byParent, window, guide, canRerun)
  }

  private static func rows(
    below path: String, _ byParent: [String: [StepEntry]], _ window: RunWindow, _ guide: StepGuide, _ canRerun: Bool
  ) -> [StepRow] {
    shown(guide.sorted(byParent[path] ?? [])).map { entry in
      let items = window.items[entry.path]
      let shownItems = shown(byParent[entry.path] ?? []).count { $0.kind == "item" }
      return StepRow(
        entry, run: window.run.id.description, titles: guide.titles, count: StepCount(entry, items: items),
        children: rows(below: entry.path, byParent, window, guide, canRerun),
        hidden: max(0, (items?.all ?? 0) - shownItems), canRerun: canRerun)
    }
  }

  private static func shown(_ entries: [StepEntry]) -> [StepEntry] {
    entries.enumerated().filter { $0 < shownChildren || $1.failure != nil }.map(\.element)
  }

  /// The nearest step around it that has an entry.
  private static func parent(of path: String, among paths: Set<String>) -> String? {
    var path = path[...]
    while let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) {
      path = path[..<end]
      if paths.contains(String(path)) { return String(path) }
    }
    return nil
  }
}
