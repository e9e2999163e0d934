import Connections
import Core
import HTTPAPI

/// The connection form, row by row: what the connector fixes is filled in, secrets are never sent back.
struct ConnectionFields: Sendable {
  let fields: [ConnectionField]

  /// - Parameters:
  ///   - connection: whose values to show; `nil` for a new one.
  ///   - entered: what was just sent, when it has to be corrected.
  init(_ connector: ConnectorSummary, connection: Connection?, entered: FormFields? = nil, redirectURI: String) {
    let oauth = connection?.authentication.oauth
    let kind = connection?.authentication.kind ?? connector.authentications.first?.kind ?? .none
    let template = connector.template(kind)
    func value(_ name: String, _ stored: String?) -> String { entered?[name] ?? stored ?? "" }

    var fields = [
      ConnectionField(name: "name", label: "Connection name", value: value("name", connection?.name), isRequired: true),
      ConnectionField(name: "connectorID", label: "Connector", value: connector.id, isFixed: true),
      ConnectionField(
        name: "endpoint", label: "Endpoint URL", value: value("endpoint", connection?.endpoint ?? connector.endpoint),
        isRequired: true),
      Self.choice(
        "authentication", "Authentication", connector.authentications.map { ($0.kind.rawValue, $0.kind.label) },
        chosen: value("authentication", kind.rawValue)),
    ]
    switch kind {
    case .oauth2:
      fields += Self.oauth(connection, oauth, template, redirectURI: redirectURI, value: value)
    case .bearer:
      fields.append(Self.secret("token", "Token", isStored: connection?.storedSecrets.contains("token") ?? false))
    case .apiKey:
      fields.append(Self.secret("apiKey", "API key", isStored: connection?.storedSecrets.contains("api_key") ?? false))
    case .basic:
      fields.append(ConnectionField(name: "userName", label: "User name", value: value("userName", nil)))
      fields.append(
        Self.secret("password", "Password", isStored: connection?.storedSecrets.contains("password") ?? false))
    case .none: break
    }
    if let header = connector.subscriptionKeyHeader {
      let isStored = connection?.headers.contains { $0.name == header && $0.isSecret } ?? false
      var field = Self.secret("subscriptionKey", "Subscription key", isStored: isStored)
      field.hint = "Sent as \(header). " + (field.hint ?? "Leave it empty when the service needs none.")
      fields.append(field)
    }
    self.fields = fields
  }

  private static func oauth(
    _ connection: Connection?, _ oauth: OAuthSettings?, _ template: AuthenticationTemplate?, redirectURI: String,
    value: (String, String?) -> String
  ) -> [ConnectionField] {
    let grants = template?.grants ?? []
    let grant = value("grant", (oauth?.grant ?? grants.first)?.rawValue)
    var clientID = ConnectionField(name: "clientID", label: "Client ID", value: value("clientID", oauth?.clientID))
    clientID.hint = "Empty: the integration's, as your administrator set it up."
    return [
      choice("grant", "Flow", grants.map { ($0.rawValue, $0.label) }, chosen: grant),
      clientID,
      secret("clientSecret", "Client secret", isStored: connection?.storedSecrets.contains("client_secret") ?? false),
      ConnectionField(
        name: "authorizationURL", label: "Authorization URL",
        value: value("authorizationURL", oauth?.authorizationURL), placeholder: template?.authorizationURL ?? "",
        hint: "Empty: the usual one."),
      ConnectionField(
        name: "tokenURL", label: "Token URL", value: value("tokenURL", oauth?.tokenURL),
        placeholder: template?.tokenURL ?? "", hint: "Empty: the usual one."),
      ConnectionField(
        name: "scopes", label: "Scopes",
        value: value("scopes", (oauth?.scopes ?? template?.scopes ?? []).joined(separator: " "))),
      ConnectionField(name: "redirectURI", label: "Redirect URI", value: redirectURI, isFixed: true),
    ]
  }

  private static func secret(_ name: String, _ label: String, isStored: Bool) -> ConnectionField {
    ConnectionField(
      name: name, label: label, type: "password", placeholder: isStored ? "•••••••• (stored)" : "",
      hint: isStored ? "Kept encrypted. Leave it empty to keep it." : nil)
  }

  private static func choice(
    _ name: String, _ label: String, _ options: [(String, String)], chosen: String
  ) -> ConnectionField {
    var field = ConnectionField(name: name, label: label)
    field.choices = .init(
      options: options.map { .init(value: $0.0, label: $0.1, isChosen: $0.0 == chosen) })
    return field
  }

  /// What the person wrote, for the room to judge. An empty field says nothing: what is there stays.
  static func form(_ fields: FormFields) -> ConnectionForm {
    func text(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }
    var form = ConnectionForm(name: fields["name"])
    form.endpoint = text("endpoint")
    form.authentication = text("authentication").flatMap(AuthenticationKind.init(rawValue:))
    form.grant = text("grant").flatMap(ConnectionGrant.init(rawValue:))
    form.clientID = text("clientID")
    if fields["clientID"] != nil { form.clientSource = form.clientID == nil ? .integration : .connection }
    form.clientSecret = text("clientSecret").map(Secret.init)
    form.authorizationURL = text("authorizationURL")
    form.tokenURL = text("tokenURL")
    form.scopes = text("scopes").map { $0.split(separator: " ").map(String.init) }
    form.userName = text("userName")
    form.password = text("password").map(Secret.init)
    form.token = text("token").map(Secret.init)
    form.apiKey = text("apiKey").map(Secret.init)
    form.subscriptionKey = text("subscriptionKey").map(Secret.init)
    return form
  }
}
