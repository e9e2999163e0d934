/// What a change of a connection means for the secrets that it has.
struct CredentialChange {
  let invalidatesToken: Bool
  private let leavesEndpoint: Bool
  private let leavesTokenURL: Bool
  private let leavesLogin: Bool
  private let kind: AuthenticationKind

  /// - Parameter movesHosts: whether other servers of the service, which get the credentials too, are others now.
  init(from old: Connection, endpoint: String, movesHosts: Bool, authentication: Authentication) {
    leavesEndpoint = FieldRules.origin(old.endpoint) != FieldRules.origin(endpoint) || movesHosts
    kind = authentication.kind
    let before = old.authentication.oauth
    let after = authentication.oauth
    leavesTokenURL =
      before.map { $0.tokenURL }.flatMap(FieldRules.origin) != after.map(\.tokenURL).flatMap(FieldRules.origin)
    leavesLogin = Self.login(old.authentication.session) != Self.login(authentication.session)
    invalidatesToken =
      leavesEndpoint || leavesLogin || old.authentication.kind != kind
      || old.authentication.oauth1 != authentication.oauth1
      || before?.application ?? "default" != after?.application ?? "default"
      || old.authentication.session?.values != authentication.session?.values || before?.grant != after?.grant
      || before?.clientSource != after?.clientSource || before?.clientID != after?.clientID
      || before?.tokenURL != after?.tokenURL || before?.authorizationURL != after?.authorizationURL
      || before?.userName != after?.userName
  }

  private static func login(_ settings: SessionSettings?) -> [String?]? {
    settings.map { [$0.loginURL.flatMap(FieldRules.origin), $0.validityURL.flatMap(FieldRules.origin)] }
  }

  /// Whether a stored secret would now go to another server than the one it was entered for.
  func separates(_ secret: String) -> Bool {
    switch secret {
    case "client_secret": leavesTokenURL
    case "password": kind == .oauth2 ? leavesTokenURL : leavesEndpoint
    case _ where secret.hasPrefix("session:"): leavesLogin || leavesEndpoint
    default: leavesEndpoint
    }
  }
}

extension Authentication {
  /// The secrets that belong to the kind; those of a session are named by the connector's form.
  var secretNames: [String] {
    switch self {
    case .none, .session: []
    case .bearer: ["token"]
    case .apiKey: ["api_key"]
    case .basic: ["password"]
    case .oauth2(let settings):
      (settings.clientSource == .connection ? ["client_secret"] : [])
        + (settings.grant == .password ? ["password"] : [])
    case .oauth1(let settings):
      (settings.clientSource == .connection ? ["client_secret"] : []) + ["oauth1_token", "oauth1_token_secret"]
    case .nextcloud: ["app_password"]
    case .aws: ["secret_access_key", "session_token"]
    case .ssh: ["private_key", "passphrase", "password"]
    }
  }

  /// Whether a stored secret belongs to the kind.
  func owns(_ secret: String) -> Bool {
    if case .session = self { return secret.hasPrefix("session:") }
    return secretNames.contains(secret)
  }

  /// The secrets without which it can't work, each list one way to have enough; a public OAuth client has none.
  func missingSecret(_ stored: Set<String>) -> String? {
    let needed: [String] =
      switch self {
      case .none, .session, .oauth1, .nextcloud: []
      case .bearer, .apiKey, .basic: secretNames
      case .oauth2(let settings): settings.grant == .password ? ["password"] : []
      case .aws: ["secret_access_key"]
      case .ssh: stored.contains("password") ? [] : ["private_key"]
      }
    return needed.first { !stored.contains($0) }
  }

  /// Whether a person has agreed at the service, where one has to, and what came of it is here.
  func isConsented(_ stored: Set<String>, hasToken: Bool) -> Bool {
    switch self {
    case .oauth1: stored.contains("oauth1_token")
    case .nextcloud: stored.contains("app_password")
    default: consent == .none || hasToken
    }
  }
}
