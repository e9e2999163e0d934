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
    redirectURI: String, applications: [(name: String, title: String)] = [], people: String = ""
  ) {
    let source = Source(
      connector: connector, connection: connection, entered: entered, redirectURI: redirectURI,
      applications: applications, people: people)
    let all = [source.main] + source.authentications + [source.service, source.more, source.use].compactMap(\.self)
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
    form.application = text("application")
    form.loginURL = fields["loginURL"]
    form.validityURL = fields["validityURL"]
    form.accessKeyID = text("accessKeyID")
    form.secretAccessKey = text("secretAccessKey").map(Secret.init)
    form.sessionToken = text("sessionToken").map(Secret.init)
    form.region = text("region")
    form.privateKey = text("privateKey").map(Secret.init)
    form.passphrase = text("passphrase").map(Secret.init)
    form.knownHostKey = text("knownHostKey")
    return form
  }

  /// The values of the connector's own fields: of its log-in form, and its settings on top of those that are there.
  static func fill(
    _ form: inout ConnectionForm, _ fields: FormFields, _ connector: ConnectorSummary, _ connection: Connection?
  ) {
    let logIn = connector.template(.session)?.session?.fields ?? []
    let values = logIn.compactMap { field in
      fields["session-\(field.name)"].flatMap { $0.isEmpty ? nil : (field.name, Secret($0)) }
    }
    if !values.isEmpty { form.sessionValues = Dictionary(values, uniquingKeysWith: { $1 }) }
    guard !connector.fields.isEmpty else { return }
    var settings = connection?.settings ?? [:]
    for field in connector.fields {
      guard let entered = fields["setting-\(field.name)"] else { continue }
      settings[field.name] = entered.isEmpty ? nil : .string(entered)
    }
    form.settings = settings
  }
}

extension ConnectionFields {
  /// Where the values of the fields come from.
  private struct Source {
    let connector: ConnectorSummary
    let connection: Connection?
    let entered: FormFields?
    let redirectURI: String
    let applications: [(name: String, title: String)]
    /// The people who may use the connection, by name.
    let people: String

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
      if kinds.contains(.oauth1) { groups.append(oauth1) }
      if let session = connector.template(.session)?.session { groups.append(logIn(session)) }
      if let template = connector.template(.aws) { groups.append(accessKey(template)) }
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
      if kinds.contains(.basic) || grants.contains(.password) || kinds.contains(.ssh) {
        let userName = ConnectionField(name: "userName", label: "User name", value: value("userName", knownUserName))
        let words = [
          AuthenticationKind.basic.rawValue, ConnectionGrant.password.rawValue, AuthenticationKind.ssh.rawValue,
        ]
        groups.append(
          .init(
            title: "User", when: words.joined(separator: " "),
            fields: [userName, secret("password", "Password", stored: "password")]))
      }
      if kinds.contains(.ssh) { groups.append(sshKey) }
      return groups
    }

    private var knownUserName: String? {
      switch connection?.authentication {
      case .basic(let name)?: name
      case .ssh(let settings)?: settings.userName
      case .oauth2(let settings)?: settings.userName
      default: nil
      }
    }

    private var oauth1: ConnectionFieldGroup {
      ConnectionFieldGroup(
        title: "OAuth 1.0a", when: AuthenticationKind.oauth1.rawValue,
        fields: [
          ConnectionField(
            name: "clientID", label: "Consumer key",
            value: value("clientID", connection?.authentication.oauth1?.clientID),
            hint: "Empty: the integration's, as your administrator set it up."),
          secret("clientSecret", "Consumer secret", stored: "client_secret"),
        ] + [application].compactMap(\.self))
    }

    /// Which of several applications of the service is used; nothing to choose where there is one.
    private var application: ConnectionField? {
      guard applications.count > 1 else { return nil }
      let chosen = value("application", connection?.authentication.application)
      var field = choice(
        "application", "Application",
        (connection == nil ? [("", "Your team's")] : []) + applications.map { ($0.name, $0.title) }, chosen: chosen)
      field.hint = "Your organization has several at this service."
      return field
    }

    private func logIn(_ template: SessionTemplate) -> ConnectionFieldGroup {
      let settings = connection?.authentication.session
      let fields = template.fields.map { field -> ConnectionField in
        guard !field.isSecret else {
          return secret(
            "session-\(field.name)", field.title, stored: SessionSettings.secretName(field.name))
        }
        return ConnectionField(
          name: "session-\(field.name)", label: field.title,
          value: value("session-\(field.name)", settings?.values[field.name]), placeholder: field.standard ?? "",
          hint: field.help)
      }
      let addresses = [
        ConnectionField(
          name: "loginURL", label: "Log-in URL", value: value("loginURL", settings?.loginURL),
          placeholder: template.login.url, hint: "Empty: the usual one. Values of the form stand in it as {name}."),
        ConnectionField(
          name: "validityURL", label: "Session validity URL", value: value("validityURL", settings?.validityURL),
          placeholder: template.validity?.url ?? "", hint: "Asked whether a session is still good."),
      ]
      return ConnectionFieldGroup(
        title: "Log-in", when: AuthenticationKind.session.rawValue, fields: fields + addresses)
    }

    private func accessKey(_ template: AuthenticationTemplate) -> ConnectionFieldGroup {
      let settings: AWSSettings? = if case .aws(let settings)? = connection?.authentication { settings } else { nil }
      return ConnectionFieldGroup(
        title: "Access key", when: AuthenticationKind.aws.rawValue,
        fields: [
          ConnectionField(
            name: "accessKeyID", label: "Access key ID", value: value("accessKeyID", settings?.accessKeyID)),
          secret("secretAccessKey", "Secret access key", stored: "secret_access_key"),
          ConnectionField(
            name: "region", label: "Region", value: value("region", settings?.region ?? template.region),
            placeholder: "us-east-1"),
          secret("sessionToken", "Session token, of temporary keys", stored: "session_token"),
        ])
    }

    private var sshKey: ConnectionFieldGroup {
      let settings: SSHSettings? = if case .ssh(let settings)? = connection?.authentication { settings } else { nil }
      var key = secret("privateKey", "Private key, in place of the password", stored: "private_key")
      key.long = .init()
      var host = ConnectionField(
        name: "knownHostKey", label: "The server's key", value: value("knownHostKey", settings?.knownHostKey),
        hint: "A line as ssh-keyscan writes it. Weir talks to no server that shows another key.")
      host.long = .init()
      return ConnectionFieldGroup(
        title: "SSH", when: AuthenticationKind.ssh.rawValue,
        fields: [key, secret("passphrase", "Passphrase of the private key", stored: "passphrase"), host])
    }

    /// What else the connector asks for.
    var service: ConnectionFieldGroup? {
      guard !connector.fields.isEmpty else { return nil }
      return ConnectionFieldGroup(
        title: connector.title,
        fields: connector.fields.map { field in
          ConnectionField(
            name: "setting-\(field.name)", label: field.title,
            value: value("setting-\(field.name)", connection?.settings[field.name]?.stringValue),
            placeholder: field.standard ?? "", hint: field.help,
            isRequired: field.isRequired && field.standard == nil)
        })
    }

    /// Who may use it in flows.
    var use: ConnectionFieldGroup {
      let chosen =
        switch connection?.use ?? .team {
        case .team: "team"
        case .only: "managers"
        }
      let whom = ConnectionField(
        name: "usePeople", label: "And these people", value: value("usePeople", people),
        placeholder: "ann, ben", hint: "Their user names with commas between. Counts where only managers may.")
      return ConnectionFieldGroup(
        title: "Use in flows",
        fields: [
          choice(
            "use", "Who may use it",
            [("team", "Everybody who edits the team's flows"), ("managers", "The team's managers")],
            chosen: value("use", chosen)), whom,
        ])
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
        ] + [application].compactMap(\.self))
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
