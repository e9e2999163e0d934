import Core
import Foundation

/// A form made complete and checked: what will be written.
struct ConnectionDraft: Sendable {
  var name: String
  var endpoint: String
  var authentication: Authentication
  var headers: [ConnectionHeader]
  var settings: JSONObject
  /// Secrets to write by name; `nil` removes one.
  var secrets: [String: Secret?]
  /// Who may use it in flows.
  var use: UseRule
  /// Whether a token that is there was obtained with what is no longer so.
  var invalidatesToken: Bool
}

/// Makes a draft of a form, the connector's template and what is there already.
struct ConnectionDrafting {
  let connector: ConnectorSummary
  let form: ConnectionForm
  let existing: Connection?
  /// What the administrator decided, for connections that use the integration.
  let addresses: IntegrationAddresses
  /// The integration's application that serves it.
  let application: String

  func draft() throws -> ConnectionDraft {
    let endpoint = try endpoint()
    let authentication = try authentication()
    let headers = try headers()
    var draft = ConnectionDraft(
      name: try FieldRules.name(form.name ?? existing?.name ?? ""), endpoint: endpoint, authentication: authentication,
      headers: headers, settings: try settings(), secrets: try secrets(for: headers),
      use: form.use ?? existing?.use ?? .team, invalidatesToken: false)
    guard let existing else { return draft }
    let change = CredentialChange(
      from: existing, endpoint: endpoint, movesHosts: addresses(in: existing.settings) != addresses(in: draft.settings),
      authentication: authentication)
    draft.invalidatesToken = change.invalidatesToken
    // A secret never follows an address that somebody changed: it has to be entered anew.
    for name in existing.storedSecrets where draft.secrets[name] == nil {
      let belongs = belongs(name, to: draft)
      let isLost = !belongs || change.separates(name) || (change.invalidatesToken && Self.isGranted(name))
      if isLost { draft.secrets[name] = .some(nil) }
    }
    return draft
  }

  /// What the settings say of the servers that get the credentials.
  private func addresses(in settings: JSONObject) -> [String?] {
    connector.fields.filter { connector.addressFields.contains($0.name) }.map { field in
      settings[field.name]?.stringValue ?? field.standard
    }
  }

  /// Whether a secret came of a person's consent.
  private static func isGranted(_ secret: String) -> Bool {
    ["oauth1_token", "oauth1_token_secret", "app_password"].contains(secret)
  }

  private func belongs(_ secret: String, to draft: ConnectionDraft) -> Bool {
    if secret.hasPrefix("header:") { return draft.headers.contains { $0.isSecret && $0.secretName == secret } }
    return draft.authentication.owns(secret)
  }

  private func endpoint() throws -> String {
    let text = form.endpoint ?? existing?.endpoint ?? addresses.endpoint ?? connector.endpoint ?? ""
    let endpoint = try FieldRules.address(text, field: "endpoint")
    // A server that isn't reached by HTTP has no web address; a field of the form names it.
    guard !endpoint.isEmpty || connector.addressFields.contains("host") else {
      throw ConnectionError.invalidField("endpoint", reason: "it is missing")
    }
    return endpoint
  }

  private func authentication() throws -> Authentication {
    let kind = form.authentication ?? existing?.authentication.kind ?? connector.authentications.first?.kind ?? .none
    guard let template = connector.template(kind) else {
      let offered = connector.authentications.map(\.kind.rawValue).joined(separator: ", ")
      throw ConnectionError.invalidField("authentication", reason: "\(connector.title) offers \(offered)")
    }
    switch kind {
    case .none: return Authentication.none
    case .bearer: return .bearer
    case .apiKey:
      let old = existing.flatMap { if case .apiKey(let header) = $0.authentication { header } else { nil } }
      let header = template.apiKeyHeader ?? form.apiKeyHeader ?? old ?? "X-Api-Key"
      return .apiKey(header: try FieldRules.apiKeyPlace(header, field: "apiKeyHeader"))
    case .basic:
      let old = existing.flatMap { if case .basic(let userName) = $0.authentication { userName } else { nil } }
      return .basic(userName: try userName(old))
    case .oauth2: return .oauth2(try OAuthDrafting(drafting: self, template: template).settings())
    case .oauth1: return .oauth1(try OAuthDrafting(drafting: self, template: template).oauth1())
    case .session, .nextcloud, .aws, .ssh:
      return try KeyDrafting(drafting: self, template: template).authentication(kind)
    }
  }

  /// What else the connector's form asks for: nothing that is missing but needed.
  private func settings() throws -> JSONObject {
    let settings = form.settings ?? existing?.settings ?? [:]
    for field in connector.fields where field.isRequired && field.standard == nil {
      guard settings[field.name]?.stringValue?.isEmpty != false, settings[field.name]?.isNull != false else { continue }
      throw ConnectionError.invalidField("settings.\(field.name)", reason: "it is missing")
    }
    return settings
  }

  func userName(_ old: String?) throws -> String {
    let name = FieldRules.trimmed(form.userName ?? old ?? "")
    guard !name.isEmpty, !name.contains(":"), name.count <= 500 else {
      throw ConnectionError.invalidField("userName", reason: "it is missing, too long or holds a colon")
    }
    return name
  }

  private func headers() throws -> [ConnectionHeader] {
    var headers = try form.headers.map(entered) ?? existing?.headers.filter { $0.name != subscriptionHeader } ?? []
    let hadKey = existing?.headers.contains { $0.name == subscriptionHeader } ?? false
    if let name = subscriptionHeader, form.subscriptionKey.map({ !$0.revealed.isEmpty }) ?? hadKey {
      headers.removeAll { $0.name.lowercased() == name.lowercased() }
      headers.append(ConnectionHeader(name: name, value: nil))
    }
    guard Set(headers.map { $0.name.lowercased() }).count == headers.count else {
      throw ConnectionError.invalidField("headers", reason: "a header is there twice")
    }
    return headers
  }

  private var subscriptionHeader: String? { connector.subscriptionKeyHeader }

  private func entered(_ headers: [ConnectionForm.Header]) throws -> [ConnectionHeader] {
    try headers.map { header in
      let name = try FieldRules.headerName(header.name, field: "headers")
      if header.isSecret { return ConnectionHeader(name: name, value: nil) }
      return ConnectionHeader(
        name: name, value: try FieldRules.headerValue(header.value?.revealed ?? "", field: "headers"))
    }
  }

  private func secrets(for headers: [ConnectionHeader]) throws -> [String: Secret?] {
    var secrets: [String: Secret?] = [:]
    let entered: [(String, String, Secret?)] = [
      ("client_secret", "clientSecret", form.clientSecret), ("password", "password", form.password),
      ("token", "token", form.token), ("api_key", "apiKey", form.apiKey),
      ("secret_access_key", "secretAccessKey", form.secretAccessKey),
      ("session_token", "sessionToken", form.sessionToken), ("passphrase", "passphrase", form.passphrase),
    ]
    for (name, field, secret) in entered {
      guard let secret else { continue }
      let value = try FieldRules.headerValue(secret.revealed, field: field)
      secrets[name] = .some(value.isEmpty ? nil : Secret(value))
    }
    if let key = form.privateKey {
      let value = try FieldRules.privateKey(key.revealed, field: "privateKey")
      secrets["private_key"] = .some(value.isEmpty ? nil : Secret(value))
    }
    for field in connector.template(.session)?.session?.fields ?? [] where field.isSecret {
      guard let entered = form.sessionValues?[field.name], !entered.revealed.isEmpty else { continue }
      secrets[SessionSettings.secretName(field.name)] = Secret(
        try FieldRules.headerValue(entered.revealed, field: field.name))
    }
    for header in form.headers ?? [] where header.isSecret {
      guard let value = header.value, !value.revealed.isEmpty else { continue }
      let name = ConnectionHeader(name: header.name, value: nil).secretName
      secrets[name] = Secret(try FieldRules.headerValue(value.revealed, field: "headers"))
    }
    if let name = subscriptionHeader, let key = form.subscriptionKey {
      let value = try FieldRules.headerValue(key.revealed, field: "subscriptionKey")
      secrets[ConnectionHeader(name: name, value: nil).secretName] = .some(value.isEmpty ? nil : Secret(value))
    }
    return secrets
  }
}
