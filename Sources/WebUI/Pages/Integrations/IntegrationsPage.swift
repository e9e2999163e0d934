import Connections
import Core

/// What the list of integrations shows.
struct IntegrationsPage: Sendable {
  let frame: PageFrame
  let text: String
  let isFiltered: Bool
  let isEmpty: Bool
  let integrations: [Row]

  /// - Parameters:
  ///   - search: by words of title and summary.
  ///   - rows: those that somebody set up are shown first.
  init(frame: PageFrame, search: ServiceSearch, rows: [Row]) {
    self.frame = frame
    text = search.text
    isFiltered = search.isActive
    let found = rows.filter { search.fits($0.title, $0.summary) }
    isEmpty = found.isEmpty
    integrations = found.filter { $0.changedAt != nil } + found.filter { $0.changedAt == nil }
  }

  struct Row: Sendable {
    let id: String
    let title: String
    let summary: String
    let kind: String
    let state: String
    /// What there is to do.
    let task: String
    let changedAt: String?
    let changedBy: String

    init(_ integration: Integration, changedBy: String) {
      id = integration.kind
      title = integration.title
      summary = integration.summary
      let label = StateLabel(integration.state)
      kind = label.kind
      state = label.name
      task = integration.changedAt == nil ? "Set up" : "Open"
      changedAt = integration.changedAt.map(Timestamp.format)
      self.changedBy = changedBy
    }
  }
}

extension StateLabel {
  init(_ state: Integration.State) {
    switch state {
    case .notConfigured: self.init(kind: "", name: "Not set up")
    case .disabled: self.init(kind: "warn", name: "Off")
    case .ready: self.init(kind: "good", name: "Ready")
    }
  }
}
