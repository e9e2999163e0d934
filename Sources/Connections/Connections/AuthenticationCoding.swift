import Core

/// How an ``Authentication`` rests in its column, as JSON.
enum AuthenticationCoding {
  static func encode(_ authentication: Authentication) -> JSONValue {
    var object: JSONObject = ["kind": .string(authentication.kind.rawValue)]
    switch authentication {
    case .none, .bearer: break
    case .apiKey(let header): object["header"] = .string(header)
    case .basic(let userName): object["user_name"] = .string(userName)
    case .oauth2(let settings):
      object["grant"] = .string(settings.grant.rawValue)
      object["client_source"] = .string(settings.clientSource.rawValue)
      object["application"] = settings.application.map { .string($0) }
      object["client_id"] = settings.clientID.map { .string($0) }
      object["authorization_url"] = settings.authorizationURL.map { .string($0) }
      object["token_url"] = .string(settings.tokenURL)
      object["scopes"] = .array(settings.scopes.map { .string($0) })
      object["user_name"] = settings.userName.map { .string($0) }
    case .oauth1(let settings):
      object["client_source"] = .string(settings.clientSource.rawValue)
      object["application"] = settings.application.map { .string($0) }
      object["client_id"] = settings.clientID.map { .string($0) }
      object["scopes"] = .array(settings.scopes.map { .string($0) })
    case .session(let settings):
      object["login_url"] = settings.loginURL.map { .string($0) }
      object["validity_url"] = settings.validityURL.map { .string($0) }
      object["values"] = .object(
        JSONObject(settings.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    case .nextcloud(let userName): object["user_name"] = userName.map { .string($0) }
    case .aws(let settings):
      object["access_key_id"] = .string(settings.accessKeyID)
      object["region"] = .string(settings.region)
      object["service"] = .string(settings.service)
    case .ssh(let settings):
      object["user_name"] = .string(settings.userName)
      object["known_host_key"] = .string(settings.knownHostKey)
    }
    return .object(object)
  }

  /// - Returns: `nil` when the column holds something that this version doesn't know.
  static func decode(_ value: JSONValue) -> Authentication? {
    guard let kind = value["kind"]?.stringValue.flatMap(AuthenticationKind.init) else { return nil }
    func text(_ name: String) -> String? { value[name]?.stringValue }
    switch kind {
    case .none: return Authentication.none
    case .bearer: return .bearer
    case .apiKey: return text("header").map { .apiKey(header: $0) }
    case .basic: return text("user_name").map { .basic(userName: $0) }
    case .oauth2: return oauth(value).map { .oauth2($0) }
    case .oauth1:
      guard let source = text("client_source").flatMap(OAuthClientSource.init) else { return nil }
      return .oauth1(
        OAuth1Settings(
          clientSource: source, application: text("application"), clientID: text("client_id"), scopes: scopes(value)))
    case .session:
      let values = (value["values"]?.objectValue ?? [:]).reduce(into: [String: String]()) { values, member in
        values[member.0] = member.1.stringValue
      }
      return .session(
        SessionSettings(loginURL: text("login_url"), validityURL: text("validity_url"), values: values))
    case .nextcloud: return .nextcloud(userName: text("user_name"))
    case .aws:
      guard let key = text("access_key_id"), let region = text("region") else { return nil }
      return .aws(AWSSettings(accessKeyID: key, region: region, service: text("service") ?? "s3"))
    case .ssh:
      guard let userName = text("user_name") else { return nil }
      return .ssh(SSHSettings(userName: userName, knownHostKey: text("known_host_key") ?? ""))
    }
  }

  private static func oauth(_ value: JSONValue) -> OAuthSettings? {
    guard let grant = value["grant"]?.stringValue.flatMap(ConnectionGrant.init),
      let source = value["client_source"]?.stringValue.flatMap(OAuthClientSource.init),
      let tokenURL = value["token_url"]?.stringValue
    else { return nil }
    return OAuthSettings(
      grant: grant, clientSource: source, application: value["application"]?.stringValue,
      clientID: value["client_id"]?.stringValue, authorizationURL: value["authorization_url"]?.stringValue,
      tokenURL: tokenURL, scopes: scopes(value), userName: value["user_name"]?.stringValue)
  }

  private static func scopes(_ value: JSONValue) -> [String] {
    (value["scopes"]?.arrayValue ?? []).compactMap(\.stringValue)
  }
}
