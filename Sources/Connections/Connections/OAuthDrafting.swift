import Core

/// The OAuth part of a form.
struct OAuthDrafting {
  let drafting: ConnectionDrafting
  let template: AuthenticationTemplate

  private var form: ConnectionForm { drafting.form }
  private var old: OAuthSettings? { drafting.existing?.authentication.oauth }
  private var oldOne: OAuth1Settings? { drafting.existing?.authentication.oauth1 }

  func oauth1() throws -> OAuth1Settings {
    let source = clientSource()
    return OAuth1Settings(
      clientSource: source, application: source == .integration ? drafting.application : nil,
      clientID: try clientID(source, oldOne?.clientID),
      scopes: try FieldRules.scopes(form.scopes ?? oldOne?.scopes ?? template.scopes))
  }

  func settings() throws -> OAuthSettings {
    let grant = form.grant ?? old?.grant ?? template.grants.first ?? .authorizationCode
    guard template.grants.isEmpty || template.grants.contains(grant) else {
      throw ConnectionError.invalidField("grant", reason: "\(drafting.connector.title) doesn't offer \(grant.rawValue)")
    }
    let source = clientSource()
    let authorizationURL = try address(
      "authorizationUrl", form.authorizationURL, old?.authorizationURL, source,
      fixed: drafting.addresses.authorizationURL ?? template.authorizationURL)
    let tokenURL = try address(
      "tokenUrl", form.tokenURL, old?.tokenURL, source, fixed: drafting.addresses.tokenURL ?? template.tokenURL)
    guard let tokenURL else { throw ConnectionError.invalidField("tokenUrl", reason: "it is missing") }
    if grant == .authorizationCode, authorizationURL == nil {
      throw ConnectionError.invalidField("authorizationUrl", reason: "it is missing")
    }
    return OAuthSettings(
      grant: grant, clientSource: source, application: source == .integration ? drafting.application : nil,
      clientID: try clientID(source, old?.clientID),
      authorizationURL: authorizationURL, tokenURL: tokenURL,
      scopes: try FieldRules.scopes(form.scopes ?? old?.scopes ?? template.scopes),
      userName: grant == .password ? try drafting.userName(old?.userName) : nil)
  }

  private func clientID(_ source: OAuthClientSource, _ old: String?) throws -> String? {
    guard source == .connection else { return nil }
    let clientID = FieldRules.trimmed(form.clientID ?? old ?? "")
    guard !clientID.isEmpty else { throw ConnectionError.invalidField("clientId", reason: "it is missing") }
    return clientID
  }

  private func clientSource() -> OAuthClientSource {
    if drafting.connector.integration == nil { return .connection }
    if let source = form.clientSource { return source }
    if let clientID = form.clientID { return FieldRules.trimmed(clientID).isEmpty ? .integration : .connection }
    return old?.clientSource ?? oldOne?.clientSource ?? .integration
  }

  /// With the integration's client, the addresses are the administrator's: a member must not be able to send the
  /// organization's client secret elsewhere.
  private func address(
    _ field: String, _ entered: String?, _ old: String?, _ source: OAuthClientSource, fixed: String?
  ) throws -> String? {
    let entered = try entered.map { try FieldRules.address($0, field: field) }.flatMap { $0.isEmpty ? nil : $0 }
    switch source {
    case .connection: return entered ?? old ?? fixed
    case .integration:
      if let entered, entered != fixed {
        throw ConnectionError.invalidField(
          field, reason: "it belongs to the integration; enter a client id of your own to use another address")
      }
      return fixed
    }
  }
}
