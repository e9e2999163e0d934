package import Connections

extension ConnectorSummary {
  /// What the connections room must know of a connector: its form, with what it is filled in with.
  /// - Parameter guide: how a person gets a client id at the service; Markdown.
  package init(_ connector: ConnectorDefinition, guide: String = "") {
    let usesOAuth = connector.authentication.contains(where: \.needsApplication)
    self.init(
      id: connector.id.description,
      integration: usesOAuth ? String(connector.id.name.dropLast("Connector".count)) : nil, title: connector.title,
      endpoint: connector.endpoint.standard.isEmpty ? nil : connector.endpoint.standard,
      authentications: connector.authentication.map(AuthenticationTemplate.init),
      subscriptionKeyHeader: connector.fields.first { $0.isSecret }?.header, setup: guide)
    summary = connector.summary
    self.guide = connector.integration ?? IntegrationGuide()
    self.guide.hook = connector.push?.hookGuide
    fields = connector.fields.filter { !$0.isSecret }.map { field in
      IntegrationField(
        name: field.name, title: field.title, help: field.help, standard: field.standard, isRequired: field.isRequired)
    }
    let hosts = connector.endpoint.hosts.flatMap(\.value.references).filter { $0.root == .settings }
    // A server that isn't reached by HTTP is named by these fields.
    addressFields = Set(
      hosts.compactMap(\.path.steps.first) + fields.map(\.name).filter { ["host", "port"].contains($0) })
  }
}

extension AuthenticationTemplate {
  /// The template of one way to sign in.
  package init(_ offer: AuthenticationOffer) {
    switch offer {
    case .none: self.init(AuthenticationKind.none)
    case .bearer: self.init(AuthenticationKind.bearer)
    case .basic: self.init(AuthenticationKind.basic)
    case .apiKey(let header):
      self.init(.apiKey)
      apiKeyHeader = header
    case .oauth2(let oauth):
      self.init(.oauth2)
      grants = oauth.grants.compactMap(ConnectionGrant.init(rawValue:))
      authorizationURL = oauth.authorizationURL
      tokenURL = oauth.tokenURL
      scopes = oauth.scopes
      scopeSeparator = oauth.scopeSeparator
      authorizeParameters = oauth.authorizeParameters
      clientAuthentication = oauth.usesBasicClient ? .basic : .body
      deviceURL = oauth.deviceURL
      dialect = oauth.dialect
      issuer = oauth.issuer
      sendsIssuer = oauth.sendsIssuer
      acceptsPreviousRefreshToken = oauth.acceptsPrevious
    case .oauth1(let oauth):
      self.init(.oauth1)
      requestTokenURL = oauth.requestTokenURL
      authorizationURL = oauth.authorizationURL
      tokenURL = oauth.tokenURL
      scopes = oauth.scopes
      dialect.scopeParameter = oauth.scopeParameter
      authorizeParameters = oauth.authorizeParameters
    case .session(let template):
      self.init(.session)
      session = template
    case .nextcloud: self.init(AuthenticationKind.nextcloud)
    case .ssh: self.init(AuthenticationKind.ssh)
    case .aws(let service, let standardRegion):
      self.init(.aws)
      awsService = service
      region = standardRegion
    }
  }
}

extension ConnectorCatalogue {
  /// Where the connections room looks connectors up.
  /// - Parameter guides: set-up guides by folder name, as ``CatalogueFile/embeddedGuides`` has them.
  package func directory(guides: [String: String] = [:]) -> ConnectorDirectory {
    ConnectorDirectory(directory(guides: guides) { _ in true })
  }

  /// The summaries of the connectors that are wanted.
  package func directory(
    guides: [String: String], where isWanted: (ConnectorDefinition) -> Bool
  ) -> [ConnectorSummary] {
    connectors.filter(isWanted).map { connector in
      ConnectorSummary(connector, guide: guides[String(connector.id.name.dropLast("Connector".count))] ?? "")
    }
  }
}
