import Connections
import Core

/// What the page of one connection shows, a new one included.
struct ConnectionPage: Sendable {
  let frame: PageFrame
  let csrf: String
  /// Empty for a new one.
  let id: String
  let heading: String
  let connector: String
  let state: StateLabel?
  let stateReason: StateReason?
  let problem: String?
  let groups: [ConnectionFieldGroup]
  let saveTo: String
  let saveLabel: String
  let canConnect: Bool
  let connectLabel: String
  let canTest: Bool
  let canDelete: Bool
  /// `nil` for a new one.
  let facts: ConnectionFacts?

  /// Why the connection is in its state.
  struct StateReason: Sendable {
    let kind: String
    let text: String
  }

  /// - Parameters:
  ///   - connection: `nil` for a new one.
  ///   - problem: what was wrong with the form that was sent.
  init(
    frame: PageFrame, connector: ConnectorSummary, connection: Connection?, form: ConnectionFields, problem: String?,
    canChange: Bool, facts: ConnectionFacts? = nil
  ) {
    self.facts = facts
    self.frame = frame
    csrf = frame.csrf
    id = connection?.id.description ?? ""
    heading = connection?.name ?? "New connection to \(connector.title)"
    self.connector = connector.id
    state = connection.map { StateLabel($0.state) }
    stateReason = connection.flatMap { connection in
      connection.health.reason.map {
        StateReason(kind: Self.kind(connection.state), text: Self.sentence($0))
      }
    }
    self.problem = problem
    groups = form.groups
    saveTo = connection.map { "/app/connections/\($0.id)" } ?? "/app/connections/new"
    saveLabel = connection == nil ? "Create" : "Save"
    let needsConsent = connection.map { $0.authentication.consent != .none } ?? false
    canConnect = canChange && needsConsent
    connectLabel = connection?.isConsented == true ? "Reconnect" : "Connect"
    canTest = canChange && connection != nil
    canDelete = canChange && connection != nil
  }
}

extension ConnectionPage {
  private static func kind(_ state: ConnectionState) -> String {
    switch state {
    case .healthy, .incomplete, .untested: "plain"
    case .unavailable: "warning"
    case .needsReconnect, .misconfigured: "danger"
    }
  }

  /// Reasons are kept as parts of sentences.
  private static func sentence(_ reason: String) -> String {
    reason.prefix(1).uppercased() + reason.dropFirst() + (reason.hasSuffix(".") ? "" : ".")
  }
}

/// One field of the connection form.
struct ConnectionField: Sendable {
  let name: String
  let label: String
  var type = "text"
  var value = ""
  var placeholder = ""
  var hint: String?
  var problem: String?
  var isFixed = false
  var isRequired = false
  /// For a field that is a choice.
  var choices: Choices?
  /// For a field of several lines.
  var long: Long?

  struct Long: Sendable {}

  struct Choices: Sendable {
    let options: [Option]
  }

  struct Option: Sendable {
    let value: String
    let label: String
    let isChosen: Bool
  }
}
