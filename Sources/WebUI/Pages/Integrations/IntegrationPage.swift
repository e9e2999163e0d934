import Connections
import Core
import HTTPAPI

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
  /// HTML of ours.
  let guide: String?
  let clientID: String
  let clientProblem: String?
  let secretPlaceholder: String
  let isEnabled: Bool
  let addresses: [ConnectionField]
  let hasAddresses: Bool

  init(frame: PageFrame, integration: Integration, entered: FormFields? = nil, problem: (any CodedError)? = nil) {
    let atField = problem.flatMap(FieldProblem.init)
    func field(_ name: String, _ label: String, _ stored: String?, hint: String) -> ConnectionField {
      ConnectionField(
        name: name, label: label, value: entered?[name] ?? stored ?? "", hint: hint,
        problem: atField?.field == name ? atField?.text : nil)
    }
    self.frame = frame
    csrf = frame.csrf
    id = integration.kind
    title = integration.title
    let label = StateLabel(integration.state)
    kind = label.kind
    state = label.name
    self.problem = atField == nil ? problem?.description : nil
    redirectURI = integration.redirectURI
    scopes = integration.scopes.joined(separator: " ")
    guide = integration.setup.isEmpty ? nil : MarkdownText.html(integration.setup)
    clientID = entered?["clientID"] ?? integration.clientID ?? ""
    clientProblem = atField?.field == "clientID" ? atField?.text : nil
    secretPlaceholder = integration.hasSecret ? "•••••••• (stored)" : ""
    isEnabled = entered.map { $0["enabled"] == "true" } ?? integration.isEnabled
    let own = integration.addresses
    addresses = [
      field(
        "authorizationURL", "Authorization URL", own.authorizationURL,
        hint: "Only where your installation of the service has another than usual."),
      field("tokenURL", "Token URL", own.tokenURL, hint: "As above."),
      field("endpoint", "Endpoint URL", own.endpoint, hint: "As above."),
    ]
    hasAddresses = addresses.contains { !$0.value.isEmpty || $0.problem != nil }
  }
}
