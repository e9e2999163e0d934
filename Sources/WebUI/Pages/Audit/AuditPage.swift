import Connections
import Core
import Foundation

/// What the page of the audit log shows.
struct AuditPage: Sendable {
  let frame: PageFrame
  let problem: String?
  let lines: [Row]
  let hasLines: Bool
  let isFiltered: Bool
  let actions: [ActivityPage.Choice]
  let connections: [ActivityPage.Choice]
  let flows: [ActivityPage.Choice]
  let sources: [ActivityPage.Choice]
  let person: String
  let from: String
  let until: String
  /// The same entries as files; `nil` where it isn't known which they are.
  let files: Files?
  let newer: String?
  let next: String?

  /// - Parameters:
  ///   - names: of everything that can be chosen, or that a line is about.
  ///   - files: where the entries are as files.
  ///   - next: where older entries are.
  init(
    frame: PageFrame, filter: AuditPageFilter, names: AuditNames, lines: [Row], files: Files?,
    isFirstPage: Bool, next: String?, problem: String?
  ) {
    self.frame = frame
    self.problem = problem
    self.lines = lines
    hasLines = !lines.isEmpty
    isFiltered = filter.isActive
    actions = Self.choices("Anything", AuditText.choices.map { ($0.action, $0.name) }, filter.action)
    connections = Self.choices("Any connection", names.connections, filter.connection?.description)
    flows = Self.choices("Any flow", names.flows, filter.flow)
    sources = Self.choices("Any source", names.sources, filter.source)
    person = filter.person ?? ""
    from = filter.from ?? ""
    until = filter.until ?? ""
    self.files = files
    newer = isFirstPage ? nil : filter.address()
    self.next = next
  }

  /// What can be chosen. What is gone since, and chosen all the same, stays in the list under its id.
  private static func choices(
    _ all: String, _ values: [(id: String, name: String)], _ chosen: String?
  ) -> [ActivityPage.Choice] {
    var values = values
    if let chosen, !values.contains(where: { $0.id == chosen }) { values.append((chosen, chosen)) }
    return [ActivityPage.Choice(id: "", name: all, isChosen: chosen == nil)]
      + values.map { ActivityPage.Choice(id: $0.id, name: $0.name, isChosen: $0.id == chosen) }
  }

  /// The log as a table, and as a JSON object a line.
  struct Files: Sendable {
    let csv: String
    let jsonLines: String
  }

  /// A line of the log.
  struct Row: Sendable {
    let at: String
    let who: String
    /// Where whoever it was can be looked at; `nil` for people.
    let page: String?
    let what: String
    let subject: String
    let subjectPage: String?
    let runs: [String]
    let hasRuns: Bool
    /// How many more runs there were.
    let more: String?

    private static let shownRuns = 5

    /// - Parameter actor: the name of the person who did it; empty when nobody did.
    init(_ entry: AuditEntry, actor: String, names: AuditNames) {
      at = Timestamp.format(entry.at)
      let user = names.user(of: entry)
      who = user?.name ?? (actor.isEmpty ? "Weir" : actor)
      page = user?.page
      what = AuditText.what(entry)
      (subject, subjectPage) = names.subject(of: entry)
      let all = (entry.details["runs"]?.arrayValue ?? []).compactMap(\.stringValue)
      runs = Array(all.prefix(Self.shownRuns))
      hasRuns = !runs.isEmpty
      more = all.count > runs.count ? "and \(all.count - runs.count) more" : nil
    }
  }
}
