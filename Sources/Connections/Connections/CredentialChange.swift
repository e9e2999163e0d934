/// What a change of a connection means for the secrets that it has.
struct CredentialChange {
  let invalidatesToken: Bool
  private let leavesEndpoint: Bool
  private let leavesTokenURL: Bool
  private let kind: AuthenticationKind

  init(from old: Connection, endpoint: String, authentication: Authentication) {
    leavesEndpoint = FieldRules.origin(old.endpoint) != FieldRules.origin(endpoint)
    kind = authentication.kind
    let before = old.authentication.oauth
    let after = authentication.oauth
    leavesTokenURL =
      before.map { $0.tokenURL }.flatMap(FieldRules.origin) != after.map(\.tokenURL).flatMap(FieldRules.origin)
    invalidatesToken =
      leavesEndpoint || old.authentication.kind != kind || before?.grant != after?.grant
      || before?.clientSource != after?.clientSource || before?.clientID != after?.clientID
      || before?.tokenURL != after?.tokenURL || before?.authorizationURL != after?.authorizationURL
      || before?.userName != after?.userName
  }

  /// Whether a stored secret would now go to another server than the one it was entered for.
  func separates(_ secret: String) -> Bool {
    switch secret {
    case "client_secret": leavesTokenURL
    case "password": kind == .oauth2 ? leavesTokenURL : leavesEndpoint
    default: leavesEndpoint
    }
  }
}

extension Authentication {
  /// The secrets that belong to the kind.
  var secretNames: [String] {
    switch self {
    case .none: []
    case .bearer: ["token"]
    case .apiKey: ["api_key"]
    case .basic: ["password"]
    case .oauth2(let settings):
      (settings.clientSource == .connection ? ["client_secret"] : [])
        + (settings.grant == .password ? ["password"] : [])
    }
  }

  /// The secrets without which it can't work; a public OAuth client has none.
  var neededSecrets: [String] {
    switch self {
    case .oauth2(let settings): settings.grant == .password ? ["password"] : []
    default: secretNames
    }
  }
}
