import Connections
import Connectors
import Core

/// What the page of one version of a connector shows.
struct ConnectorPage: Sendable {
  let frame: PageFrame
  let id: String
  let title: String
  let summary: String
  let mark: ConnectorMark
  let deprecation: String?
  let tried: VerificationLabel
  let abilities: [AbilityLabel]
  let facts: [Fact]
  let documentation: String?
  /// Where a connection is made; `nil` for whoever may not.
  let connect: String?
  /// Where the administrator sets the integration up; `nil` for everybody else.
  let integration: String?
  let versions: [Version]
  let hasVersions: Bool
  /// HTML of ours.
  let guide: String?
  let text: String
  let count: String
  let canSearch: Bool
  let groups: [Group]
  let hasGroups: Bool

  struct Fact: Sendable {
    let name: String
    let value: String
  }

  struct Version: Sendable {
    let id: String
  }

  /// Actions under one heading.
  struct Group: Sendable {
    let name: String
    let actions: [ActionRow]
  }

  /// Whom the page is for.
  struct Viewer: Sendable {
    let canConnect: Bool
    let canIntegrate: Bool
  }

  /// - Parameters:
  ///   - others: further versions of the same connector.
  ///   - guide: how a person sets it up; Markdown.
  ///   - text: which of its actions are to be seen.
  init(
    frame: PageFrame, connector: ConnectorDefinition, others: [ConnectorID], guide: String, text: String,
    viewer: Viewer
  ) {
    self.frame = frame
    id = connector.id.description
    title = connector.title
    summary = connector.summary
    mark = ConnectorMark(connector: id)
    deprecation = connector.deprecation?.sentence
    tried = VerificationLabel(connector.provenance)
    abilities = connector.abilities.map(AbilityLabel.init)
    facts = Self.facts(connector)
    documentation = connector.documentation.flatMap { $0.hasPrefix("https://") ? $0 : nil }
    connect = viewer.canConnect && connector.takesConnection ? "/app/connections/new?connector=\(id)" : nil
    let usesOAuth = connector.authentication.contains { $0.kind == "oauth2" || $0.kind == "oauth1" }
    integration =
      viewer.canIntegrate && usesOAuth
      ? "/app/integrations/" + String(connector.id.name.dropLast("Connector".count)) : nil
    versions = others.sorted().reversed().map { Version(id: $0.description) }
    hasVersions = !versions.isEmpty
    self.guide = guide.isEmpty ? nil : MarkdownText.html(guide)
    self.text = text
    let words = text.lowercased().split(separator: " ")
    let found = connector.actions.filter { action in
      let said = "\(action.name) \(action.title) \(action.group) \(action.summary)".lowercased()
      return words.allSatisfy { said.contains($0) }
    }
    let all = Quantity.count(connector.actions.count, "action")
    count = words.isEmpty ? all : "\(found.count) of \(all)"
    canSearch = connector.actions.count > 10
    groups = Self.groups(found)
    hasGroups = !groups.isEmpty
  }

  private static func groups(_ actions: [ActionDefinition]) -> [Group] {
    var names: [String] = []
    for action in actions where !names.contains(action.group) { names.append(action.group) }
    return names.map { name in Group(name: name, actions: actions.filter { $0.group == name }.map(ActionRow.init)) }
  }

  private static func facts(_ connector: ConnectorDefinition) -> [Fact] {
    let kinds = connector.authentication.compactMap { AuthenticationKind(rawValue: $0.kind)?.label }
    var facts = [
      Fact(name: "Made from", value: connector.provenance.source),
      Fact(name: "Made on", value: connector.provenance.date),
      Fact(name: "Signing in", value: kinds.joined(separator: ", ")),
    ]
    if !connector.endpoint.standard.isEmpty {
      facts.append(Fact(name: "Address", value: connector.endpoint.standard))
    }
    if let requests = connector.budget.requests {
      let seconds = Int(connector.budget.window / .seconds(1))
      facts.append(
        Fact(
          name: "Pace", value: "At most \(requests) requests in \(Quantity.count(seconds, "second")) for a connection"))
    }
    return facts
  }
}
