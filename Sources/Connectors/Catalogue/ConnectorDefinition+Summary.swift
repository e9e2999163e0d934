package import Connections

extension ConnectorDefinition {
  /// What the connections room must know of the connector: its form.
  package var connectionSummary: ConnectorSummary {
    ConnectorSummary(
      id: id.description, integration: needsClient ? kind : nil, title: title,
      endpoint: endpoint.standard.isEmpty ? nil : endpoint.standard, authentications: authentication.map(template),
      subscriptionKeyHeader: fields.first { $0.isSecret && $0.header != nil }?.header, setup: setup)
  }

  /// The connector's name without its version: several versions share one integration.
  private var kind: String {
    id.name.hasSuffix("Connector") ? String(id.name.dropLast("Connector".count)) : id.name
  }

  private var needsClient: Bool {
    authentication.contains { if case .oauth2 = $0 { true } else { false } }
  }

  private var setup: String {
    guard let documentation else { return summary }
    return "\(summary)\n\nHow to register an application there: <\(documentation)>"
  }

  private func template(_ offer: AuthenticationOffer) -> AuthenticationTemplate {
    switch offer {
    case .none: return AuthenticationTemplate(.none)
    case .bearer: return AuthenticationTemplate(.bearer)
    case .basic: return AuthenticationTemplate(.basic)
    case .apiKey(let header):
      var template = AuthenticationTemplate(.apiKey)
      template.apiKeyHeader = header
      return template
    case .oauth2(let offer): return template(offer)
    }
  }

  private func template(_ offer: OAuthOffer) -> AuthenticationTemplate {
    var template = AuthenticationTemplate(.oauth2)
    template.grants = offer.grants.compactMap(ConnectionGrant.init(rawValue:))
    template.authorizationURL = offer.authorizationURL
    template.tokenURL = offer.tokenURL
    template.scopes = offer.scopes
    return template
  }
}
