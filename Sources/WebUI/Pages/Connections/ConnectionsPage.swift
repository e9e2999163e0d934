import Connections
import Core

/// What the list of connections shows.
struct ConnectionsPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let canCreate: Bool
  let hasConnections: Bool
  let connections: [Row]

  init(frame: PageFrame, canCreate: Bool, connections: [Row]) {
    self.frame = frame
    csrf = frame.csrf
    self.canCreate = canCreate
    hasConnections = !connections.isEmpty
    self.connections = connections
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let endpoint: String
    let connector: String
    let authentication: String
    let at: String
    let kind: String
    let state: String
    let canTest: Bool

    init(_ connection: Connection, canTest: Bool) {
      id = connection.id.description
      name = connection.name
      endpoint = connection.endpoint
      connector = connection.connector
      authentication = connection.authentication.kind.label
      at = Timestamp.format(connection.createdAt)
      let label = StateLabel(connection.state)
      kind = label.kind
      state = label.name
      self.canTest = canTest
    }
  }
}

extension AuthenticationKind {
  /// As the form and the lists call it.
  var label: String {
    switch self {
    case .none: "None"
    case .bearer: "Bearer token"
    case .apiKey: "API key"
    case .basic: "User name and password"
    case .oauth2: "OAuth"
    case .oauth1: "OAuth 1.0a"
    case .session: "Log-in session"
    case .nextcloud: "Nextcloud log-in"
    case .aws: "Access key (AWS signature)"
    case .ssh: "SSH key or password"
    }
  }
}

extension ConnectionGrant {
  /// As the form calls it.
  var label: String {
    switch self {
    case .authorizationCode: "Authorization code"
    case .clientCredentials: "Client credentials"
    case .password: "Password"
    case .deviceCode: "Device code"
    }
  }
}

extension StateLabel {
  init(_ state: ConnectionState) {
    switch state {
    case .incomplete: self.init(kind: "", name: "Not connected yet")
    case .untested: self.init(kind: "", name: "Not tested yet")
    case .healthy: self.init(kind: "good", name: "Healthy")
    case .needsReconnect: self.init(kind: "bad", name: "Needs reconnect")
    case .misconfigured: self.init(kind: "bad", name: "Misconfigured")
    case .unavailable: self.init(kind: "warn", name: "Unavailable")
    }
  }
}
