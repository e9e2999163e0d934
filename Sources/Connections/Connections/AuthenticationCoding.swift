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
      object["client_id"] = settings.clientID.map { .string($0) }
      object["authorization_url"] = settings.authorizationURL.map { .string($0) }
      object["token_url"] = .string(settings.tokenURL)
      object["scopes"] = .array(settings.scopes.map { .string($0) })
      object["user_name"] = settings.userName.map { .string($0) }
    }
    return .object(object)
  }

  /// - Returns: `nil` when the column holds something that this version doesn't know.
  static func decode(_ value: JSONValue) -> Authentication? {
    guard let kind = value["kind"]?.stringValue.flatMap(AuthenticationKind.init) else { return nil }
    switch kind {
    case .none: return Authentication.none
    case .bearer: return .bearer
    case .apiKey: return value["header"]?.stringValue.map { .apiKey(header: $0) }
    case .basic: return value["user_name"]?.stringValue.map { .basic(userName: $0) }
    case .oauth2:
      guard let grant = value["grant"]?.stringValue.flatMap(ConnectionGrant.init),
        let source = value["client_source"]?.stringValue.flatMap(OAuthClientSource.init),
        let tokenURL = value["token_url"]?.stringValue
      else { return nil }
      return .oauth2(
        OAuthSettings(
          grant: grant, clientSource: source, clientID: value["client_id"]?.stringValue,
          authorizationURL: value["authorization_url"]?.stringValue, tokenURL: tokenURL,
          scopes: (value["scopes"]?.arrayValue ?? []).compactMap(\.stringValue),
          userName: value["user_name"]?.stringValue))
    }
  }
}
