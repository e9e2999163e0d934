import Connections
import Core

/// What the list of integrations shows.
struct IntegrationsPage: Sendable {
  let frame: PageFrame
  let integrations: [Row]

  struct Row: Sendable {
    let id: String
    let title: String
    let description: String
    let kind: String
    let state: String
    let changedAt: String?
    let changedBy: String

    init(_ integration: Integration, changedBy: String) {
      id = integration.kind
      title = integration.title
      description = integration.scopes.joined(separator: " ")
      let label = StateLabel(integration.state)
      kind = label.kind
      state = label.name
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
