/// What this room must know of a connector: its form, not its actions. Filled from the catalogue at start.
package struct ConnectorSummary: Sendable, Hashable {
  /// Name and version, as `mediavaletConnector-v1.0`.
  package let id: String
  /// The kind of integration whose client id and secret serve it, as `mediavalet`; several versions of a connector share
  /// one. `nil` when it needs no OAuth application.
  package let integration: String?
  /// For people, as "MediaValet".
  package let title: String
  /// What the service is to a team, in a sentence; empty when nobody said it.
  package var summary = ""
  /// Pre-filled in the form.
  package let endpoint: String?
  /// The kinds of authentication it offers, the recommended first.
  package let authentications: [AuthenticationTemplate]
  /// The header of its subscription key, where it has one, as `Ocp-Apim-Subscription-Key`.
  package let subscriptionKeyHeader: String?
  /// How the administrator gets a client id there; Markdown.
  package let setup: String
  /// The same step by step, where the connector says it so.
  package var guide = IntegrationGuide()
  /// What the connection form asks for besides, kept in ``Connection/settings``; none of it secret.
  package var fields: [IntegrationField] = []
  /// Which of ``fields`` decide to which servers the connection's credentials go.
  package var addressFields: Set<String> = []

  package init(
    id: String, integration: String? = nil, title: String, endpoint: String? = nil,
    authentications: [AuthenticationTemplate], subscriptionKeyHeader: String? = nil, setup: String = ""
  ) {
    self.id = id
    self.integration = integration
    self.title = title
    self.endpoint = endpoint
    self.authentications = authentications
    self.subscriptionKeyHeader = subscriptionKeyHeader
    self.setup = setup
  }

  /// The template of a kind.
  package func template(_ kind: AuthenticationKind) -> AuthenticationTemplate? {
    authentications.first { $0.kind == kind }
  }
}

/// Where this room looks connectors up.
package struct ConnectorDirectory: Sendable {
  private let current: @Sendable () -> [ConnectorSummary]

  package init(_ all: [ConnectorSummary]) {
    current = { all }
  }

  /// - Parameter current: asked whenever somebody looks, since connectors can be imported.
  package init(current: @escaping @Sendable () -> [ConnectorSummary]) {
    self.current = current
  }

  /// All connectors there are.
  package var all: [ConnectorSummary] { current() }

  /// The newest version of each connector, by title; what new connections are made of.
  package var newest: [ConnectorSummary] {
    var byFamily: [Substring: ConnectorSummary] = [:]
    // Older versions come first.
    for connector in all { byFamily[connector.id.prefix { $0 != "-" }] = connector }
    return byFamily.values.sorted { $0.title.lowercased() < $1.title.lowercased() }
  }

  /// The connector of this id.
  package func find(_ id: String) -> ConnectorSummary? {
    all.first { $0.id == id }
  }

  /// The newest connector that an integration serves: it has the set-up guide and the addresses.
  package func serving(integration kind: String) -> ConnectorSummary? {
    all.last { $0.integration == kind }
  }

  /// Every kind of integration once, in the order of the connectors.
  package var integrationKinds: [String] {
    all.compactMap(\.integration).reduce(into: []) { kinds, kind in
      if !kinds.contains(kind) { kinds.append(kind) }
    }
  }
}
