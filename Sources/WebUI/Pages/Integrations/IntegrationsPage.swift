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

/// What the page of one integration shows.
struct IntegrationPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  let title: String
  let kind: String
  let state: String
  let problem: String?
  let redirectURI: String
  let scopes: String
  let guide: String?
  let clientID: String
  let secretPlaceholder: String
  let isEnabled: Bool
  let addresses: [ConnectionField]

  init(frame: PageFrame, integration: Integration, problem: String?) {
    self.frame = frame
    csrf = frame.csrf
    id = integration.kind
    title = integration.title
    let label = StateLabel(integration.state)
    kind = label.kind
    state = label.name
    self.problem = problem
    redirectURI = integration.redirectURI
    scopes = integration.scopes.joined(separator: " ")
    guide = integration.setup.isEmpty ? nil : integration.setup
    clientID = integration.clientID ?? ""
    secretPlaceholder = integration.hasSecret ? "•••••••• (stored)" : ""
    isEnabled = integration.isEnabled
    addresses = [
      ConnectionField(
        name: "authorizationURL", label: "Authorization URL", value: integration.addresses.authorizationURL ?? "",
        hint: "Only where your installation of the service has another than usual."),
      ConnectionField(
        name: "tokenURL", label: "Token URL", value: integration.addresses.tokenURL ?? "",
        hint: "As above."),
      ConnectionField(
        name: "endpoint", label: "Endpoint URL", value: integration.addresses.endpoint ?? "", hint: "As above."),
    ]
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
