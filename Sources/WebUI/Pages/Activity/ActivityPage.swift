import Core
import Flows
import Foundation

/// What the list of runs shows.
struct ActivityPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let tabs: ActivityTabs
  let runs: [RunRow]
  let hasRuns: Bool
  let isFiltered: Bool
  let flows: [Choice]
  let states: [Choice]
  let triggers: [Choice]
  let from: String?
  let until: String?
  /// What the logs were searched for.
  let text: String?
  /// The runs as a file.
  let table: String?
  /// Where the rows come from again while the page is open.
  let fragment: String
  let newer: String?
  let next: String?

  /// One entry of a filter.
  struct Choice: Sendable {
    let id: String
    let name: String
    let isChosen: Bool
  }

  /// - Parameters:
  ///   - flows: those that may be asked for, by name.
  ///   - next: where older runs are.
  init(
    frame: PageFrame, tabs: ActivityTabs, filter: ActivityFilter, flows: [(id: FlowID, name: String)], runs: [RunRow],
    isFirstPage: Bool, next: String?
  ) {
    self.frame = frame
    csrf = frame.csrf
    self.tabs = tabs
    self.runs = runs
    hasRuns = !runs.isEmpty
    isFiltered = filter.isActive
    self.flows = Self.choices(
      "All flows", flows.map { ($0.id.description, $0.name) }, chosen: filter.flow?.description)
    states = Self.choices(
      "All states", ActivityFilter.states.map { ($0, Self.stateNames[$0] ?? $0) }, chosen: filter.state)
    triggers = Self.choices(
      "Any start", ActivityFilter.triggers.map { ($0, "Started " + TriggerText.cause($0)) },
      chosen: filter.trigger)
    from = filter.from
    until = filter.until
    text = filter.text
    table = filter.table
    // Only the newest runs change what stands on their page, and nobody waits for a search again and again.
    fragment = isFirstPage && filter.text == nil ? filter.address(path: "/app/activity/rows") : ""
    newer = isFirstPage ? nil : filter.address()
    self.next = next
  }

  private static func choices(_ all: String, _ values: [(String, String)], chosen: String?) -> [Choice] {
    [Choice(id: "", name: all, isChosen: chosen == nil)]
      + values.map { Choice(id: $0.0, name: $0.1, isChosen: $0.0 == chosen) }
  }

  private static let stateNames = [
    "queued": "Queued", "running": "Running", "waiting": "Waiting", "paused": "Paused", "succeeded": "Succeeded",
    "failed": "Failed", "cancelled": "Stopped",
  ]
}

/// A run in a list.
struct RunRow: Sendable {
  let id: String
  let flow: String
  let label: String?
  let at: String
  let kind: String
  let state: String
  let took: String
  let cause: String
  /// Why it failed, in a sentence.
  let problem: String?
  /// Where a search found its text.
  let found: Found?
  let canCancel: Bool
  let canRerun: Bool

  struct Found: Sendable {
    let path: String
    let address: String
  }

  /// - Parameters:
  ///   - canRun: whether whoever looks may stop and repeat it.
  ///   - found: the path of the step whose log holds what was searched for, and that text.
  init(_ run: Run, flow: String, canRun: Bool = false, found: (path: String, text: String)? = nil) {
    self.found = found.map {
      Found(path: $0.path, address: "/app/activity/\(run.id)/search?q=\(StepRow.encoded($0.text))")
    }
    id = run.id.description
    self.flow = flow
    label = run.label
    at = Timestamp.format(run.createdAt)
    let label = StateLabel(run.state)
    kind = label.kind
    state = run.isCancelRequested && run.state.endedAt == nil ? "Stopping" : label.name
    took = run.state.endedAt.map { Quantity.duration($0.timeIntervalSince(run.startedAt ?? run.createdAt)) } ?? ""
    cause = Self.cause(run)
    problem = if case .failed(_, let path, let failure) = run.state { "\(path): \(failure.message)" } else { nil }
    canCancel = canRun && run.state.endedAt == nil && !run.isCancelRequested
    canRerun = canRun && run.state.endedAt != nil && run.triggerKind != "test"
  }

  static func cause(_ run: Run) -> String {
    if run.rerunOf != nil { return "as a repetition" }
    if run.parent != nil { return "by a step of another flow" }
    return TriggerText.cause(run.triggerKind)
  }
}

/// The lists that stand beside each other under Activity.
struct ActivityTabs: Sendable {
  let tabs: [Tab]

  struct Tab: Sendable {
    let name: String
    let href: String
    let isCurrent: Bool
    /// How many wait, where that matters.
    let count: Int?
  }

  /// Which list is shown.
  enum Current { case runs, webhooks, approvals }

  /// - Parameter approvals: how many questions wait for whoever looks.
  init(_ current: Current, approvals: Int) {
    tabs = [
      Tab(name: "Runs", href: "/app/activity", isCurrent: current == .runs, count: nil),
      Tab(name: "Webhooks", href: "/app/webhooks", isCurrent: current == .webhooks, count: nil),
      Tab(
        name: "Approvals", href: "/app/approvals", isCurrent: current == .approvals,
        count: approvals > 0 ? approvals : nil),
    ]
  }
}
