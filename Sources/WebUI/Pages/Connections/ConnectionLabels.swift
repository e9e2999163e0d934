import Connections

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
