import Connections
import Core
import HTTPAPI
import Identity

/// What the page of one integration shows: one of the applications that are registered at a service.
struct IntegrationPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  let title: String
  let application: String
  let applicationTitle: String
  let kind: String
  let state: String
  let problem: String?
  let why: String
  let console: String?
  let steps: [String]
  let hasSteps: Bool
  let warnings: [String]
  let redirectURI: String
  let scopes: [Scope]
  let hasScopes: Bool
  let allScopes: String
  /// HTML of ours.
  let guide: String?
  let clientID: String
  let clientProblem: String?
  let secretPlaceholder: String
  let isEnabled: Bool
  let fields: [ConnectionField]
  let addresses: [ConnectionField]
  let hasAddresses: Bool
  let findings: [Finding]
  let wasChecked: Bool
  let around: IntegrationSurroundings
  /// `nil` for a service that needs nothing entered by hand to tell of changes.
  let hook: Hook?

  /// How the service comes to tell of changes.
  struct Hook: Sendable {
    let steps: [String]
    /// Whether an address is entered there at all.
    let hasAddress: Bool
    let address: String?
    let word: String?
    /// What is asked before an address that is in use is replaced.
    let question: String?
    let button: String
  }

  /// A scope to be allowed there.
  struct Scope: Sendable {
    let field: String
    let name: String
    let meaning: String?
  }

  /// What a dry run found.
  struct Finding: Sendable {
    let kind: String
    let verdict: String
    let subject: String
    let text: String
  }

  init(
    frame: PageFrame, integration: Integration, around: IntegrationSurroundings, entered: FormFields? = nil,
    problem: (any CodedError)? = nil, findings: [IntegrationFinding]? = nil
  ) {
    let atField = problem.flatMap(FieldProblem.init)
    let form = IntegrationFields(integration: integration, entered: entered, problem: atField)
    let guide = integration.guide
    self.frame = frame
    csrf = frame.csrf
    id = integration.kind
    title = integration.title
    application = integration.application
    applicationTitle = integration.applicationTitle
    let label = StateLabel(integration.state)
    kind = label.kind
    state = label.name
    self.problem = atField == nil ? problem?.description : nil
    why = guide.why ?? Self.generalWhy(integration.title)
    console = guide.console
    steps = guide.steps
    hasSteps = !guide.steps.isEmpty
    warnings = guide.warnings
    redirectURI = integration.redirectURI
    scopes = Self.scopes(integration)
    hasScopes = !scopes.isEmpty
    allScopes = integration.scopes.joined(separator: " ")
    self.guide = integration.setup.isEmpty ? nil : MarkdownText.html(integration.setup)
    clientID = entered?["clientID"] ?? integration.clientID ?? ""
    clientProblem = atField?.field == "clientID" ? atField?.text : nil
    secretPlaceholder = integration.hasSecret ? "•••••••• (stored)" : ""
    isEnabled = entered.map { $0["enabled"] == "true" } ?? integration.isEnabled
    fields = form.fields
    addresses = form.addresses
    hasAddresses = addresses.contains { !$0.value.isEmpty || $0.problem != nil }
    self.findings = (findings ?? []).map(Finding.init)
    wasChecked = findings != nil
    self.around = around
    hook = guide.hook.map { guide in
      Hook(
        steps: guide.steps, hasAddress: guide.hasAddress, address: around.hook?.address, word: around.hook?.word,
        question: around.hook.map { _ in
          "Make another address? \(integration.title) goes on calling the old one, where nobody hears it, until the new one stands there."
        }, button: around.hook == nil ? "Make the address" : "Make another address")
    }
  }

  /// Those that are asked for first, then those that the service has besides.
  private static func scopes(_ integration: Integration) -> [Scope] {
    let meanings = Dictionary(integration.guide.scopes.map { ($0.name, $0.meaning) }, uniquingKeysWith: { $1 })
    let names = integration.scopes.isEmpty ? integration.guide.scopes.map(\.name) : integration.scopes
    return names.enumerated().map { Scope(field: "scope-\($0)", name: $1, meaning: meanings[$1]) }
  }

  private static func generalWhy(_ title: String) -> String {
    "With OAuth people let Weir in at \(title) itself: they sign in there, see what Weir asks for and agree, and "
      + "\(title) gives Weir a key that opens only that. Nobody's password comes here. For this \(title) has to know "
      + "who is asking, so each organization registers its own application there: then the consent page shows your "
      + "name, limits and reviews are yours alone, and you can shut it off whenever you want."
  }
}

extension IntegrationPage.Finding {
  init(_ finding: IntegrationFinding) {
    switch finding.verdict {
    case .good: (kind, verdict) = ("good", "Good")
    case .warning: (kind, verdict) = ("warn", "Look at this")
    case .bad: (kind, verdict) = ("bad", "Wrong")
    case .unknown: (kind, verdict) = ("", "Can't tell")
    }
    subject =
      switch finding.subject {
      case .configuration: "What was entered"
      case .redirectURI: "Redirect URI"
      case .discovery: "The service"
      case .consentPage: "Consent page"
      case .client: "Client ID and secret"
      }
    text = finding.text
  }
}
