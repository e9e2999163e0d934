import Connections
import Core
import HTTPAPI

/// The connection form, row by row: what the connector fixes is filled in, secrets are never sent back.
///
/// It has the fields of every kind of authentication that the connector offers; a script shows those of the chosen one.
struct ConnectionFields: Sendable {
  let groups: [ConnectionFieldGroup]

  /// Whether a field of this name is to be seen.
  func has(_ name: String) -> Bool {
    groups.contains { $0.fields.contains { $0.name == name } }
  }

  /// - Parameters:
  ///   - connection: whose values to show; `nil` for a new one.
  ///   - entered: what was just sent, when it has to be corrected.
  init(
    _ connector: ConnectorSummary, connection: Connection?, entered: FormFields? = nil, problem: FieldProblem? = nil,
    redirectURI: String
  ) {
    let source = Source(connector: connector, connection: connection, entered: entered, redirectURI: redirectURI)
    let all = [source.main] + source.authentications + [source.more].compactMap(\.self)
    groups = all.map { problem.map($0.with) ?? $0 }
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

extension ConnectionFields {
  /// Where the values of the fields come from.
  private struct Source {
    let connector: ConnectorSummary
    let connection: Connection?
    let entered: FormFields?
    let redirectURI: String

    private var oauth: OAuthSettings? { connection?.authentication.oauth }

    private func value(_ name: String, _ stored: String? = nil) -> String { entered?[name] ?? stored ?? "" }

    var main: ConnectionFieldGroup {
      let kind = connection?.authentication.kind ?? connector.authentications.first?.kind ?? .none
      return ConnectionFieldGroup(
        title: nil,
        fields: [
          ConnectionField(
            name: "name", label: "Connection name", value: value("name", connection?.name),
            hint: "What flows call it.", isRequired: true),
          ConnectionField(name: "connectorID", label: "Connector", value: connector.id, isFixed: true),
          ConnectionField(
            name: "endpoint", label: "Endpoint URL",
            value: value("endpoint", connection?.endpoint ?? connector.endpoint), isRequired: true),
          choice(
            "authentication", "Authentication", connector.authentications.map { ($0.kind.rawValue, $0.kind.label) },
            chosen: value("authentication", kind.rawValue)),
        ])
    }

    /// One group for each kind of authentication.
    var authentications: [ConnectionFieldGroup] {
      let kinds = connector.authentications.map(\.kind)
      let grants = connector.template(.oauth2)?.grants ?? []
      var groups: [ConnectionFieldGroup] = []
      if let template = connector.template(.oauth2) { groups += [grant(template), client(template)] }
      if kinds.contains(.bearer) {
        groups.append(
          .init(
            title: "Bearer token", when: AuthenticationKind.bearer.rawValue,
            fields: [secret("token", "Token", stored: "token")]))
      }
      if kinds.contains(.apiKey) {
        groups.append(
          .init(
            title: "API key", when: AuthenticationKind.apiKey.rawValue,
            fields: [secret("apiKey", "API key", stored: "api_key")]))
      }
      if kinds.contains(.basic) || grants.contains(.password) {
        let userName = ConnectionField(name: "userName", label: "User name", value: value("userName"))
        groups.append(
          .init(
            title: "User", when: "\(AuthenticationKind.basic.rawValue) \(ConnectionGrant.password.rawValue)",
            fields: [userName, secret("password", "Password", stored: "password")]))
      }
      return groups
    }

    private func grant(_ template: AuthenticationTemplate) -> ConnectionFieldGroup {
      let chosen = value("grant", (oauth?.grant ?? template.grants.first)?.rawValue)
      return ConnectionFieldGroup(
        title: "OAuth", when: AuthenticationKind.oauth2.rawValue,
        fields: [
          choice("grant", "Flow", template.grants.map { ($0.rawValue, $0.label) }, chosen: chosen),
          ConnectionField(
            name: "clientID", label: "Client ID", value: value("clientID", oauth?.clientID),
            hint: "Empty: the integration's, as your administrator set it up."),
          secret("clientSecret", "Client secret", stored: "client_secret"),
          ConnectionField(name: "redirectURI", label: "Redirect URI", value: redirectURI, isFixed: true),
        ])
    }

    private func client(_ template: AuthenticationTemplate) -> ConnectionFieldGroup {
      ConnectionFieldGroup(
        title: "OAuth addresses", when: AuthenticationKind.oauth2.rawValue,
        fields: [
          ConnectionField(
            name: "authorizationURL", label: "Authorization URL",
            value: value("authorizationURL", oauth?.authorizationURL), placeholder: template.authorizationURL ?? "",
            hint: "Empty: the usual one."),
          ConnectionField(
            name: "tokenURL", label: "Token URL", value: value("tokenURL", oauth?.tokenURL),
            placeholder: template.tokenURL ?? "", hint: "Empty: the usual one."),
          ConnectionField(
            name: "scopes", label: "Scopes",
            value: value("scopes", (oauth?.scopes ?? template.scopes).joined(separator: " "))),
        ])
    }

    var more: ConnectionFieldGroup? {
      guard let header = connector.subscriptionKeyHeader else { return nil }
      let isStored = connection?.headers.contains { $0.name == header && $0.isSecret } ?? false
      var field = secret("subscriptionKey", "Subscription key", isStored: isStored)
      field.hint = "Sent as \(header). " + (field.hint ?? "Leave it empty when the service needs none.")
      return ConnectionFieldGroup(title: "Every request", fields: [field])
    }

    private func secret(_ name: String, _ label: String, stored: String) -> ConnectionField {
      secret(name, label, isStored: connection?.storedSecrets.contains(stored) ?? false)
    }

    private func secret(_ name: String, _ label: String, isStored: Bool) -> ConnectionField {
      ConnectionField(
        name: name, label: label, type: "password", placeholder: isStored ? "•••••••• (stored)" : "",
        hint: isStored ? "Kept encrypted. Leave it empty to keep it." : nil)
    }

    private func choice(
      _ name: String, _ label: String, _ options: [(String, String)], chosen: String
    ) -> ConnectionField {
      var field = ConnectionField(name: name, label: label)
      field.choices = .init(options: options.map { .init(value: $0.0, label: $0.1, isChosen: $0.0 == chosen) })
      return field
    }
  }
}
