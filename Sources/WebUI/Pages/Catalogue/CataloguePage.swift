import Connections
import Connectors

/// What the catalogue shows.
struct CataloguePage: Sendable {
  let frame: PageFrame
  let text: String
  let abilities: [ActivityPage.Choice]
  let signIns: [ActivityPage.Choice]
  let tried: [ActivityPage.Choice]
  let isFiltered: Bool
  let count: String
  let hasConnectors: Bool
  let connectors: [Card]

  /// - Parameter connectors: all there are, in the order of the catalogue.
  init(frame: PageFrame, filter: CatalogueFilter, connectors: [ConnectorDefinition]) {
    self.frame = frame
    text = filter.search.text
    abilities =
      [.init(id: "", name: "Whatever it can do", isChosen: filter.ability == nil)]
      + ConnectorAbility.allCases.map {
        .init(id: $0.rawValue, name: AbilityLabel($0).name, isChosen: $0 == filter.ability)
      }
    let kinds = Set(connectors.flatMap(\.authentication).map(\.kind)).sorted()
    signIns =
      [.init(id: "", name: "Any way to sign in", isChosen: filter.signIn == nil)]
      + kinds.compactMap(AuthenticationKind.init(rawValue:)).map {
        .init(id: $0.rawValue, name: $0.label, isChosen: $0 == filter.signIn)
      }
    tried =
      [.init(id: "", name: "Tried or not", isChosen: filter.verified.isEmpty)]
      + VerificationLabel.choices.map { .init(id: $0.id, name: $0.name, isChosen: $0.id == filter.verified) }
    isFiltered = filter.isActive
    let newest = Self.newest(connectors)
    let found = newest.filter(filter.fits).sorted { $0.title.lowercased() < $1.title.lowercased() }
    let all = Quantity.count(newest.count, "connector")
    count = filter.isActive ? "\(found.count) of \(all)" : all
    hasConnectors = !found.isEmpty
    self.connectors = found.map(Card.init)
  }

  /// Older versions are found on the page of the newest.
  private static func newest(_ connectors: [ConnectorDefinition]) -> [ConnectorDefinition] {
    var byName: [String: ConnectorDefinition] = [:]
    for connector in connectors where byName[connector.id.name].map({ $0.id < connector.id }) ?? true {
      byName[connector.id.name] = connector
    }
    return Array(byName.values)
  }

  /// One connector in a few words.
  struct Card: Sendable {
    let id: String
    let title: String
    let summary: String
    let mark: ConnectorMark
    let abilities: [AbilityLabel]
    let tried: VerificationLabel
    let actions: String

    init(_ connector: ConnectorDefinition) {
      id = connector.id.description
      title = connector.title
      summary = connector.summary
      mark = ConnectorMark(connector: id)
      abilities = connector.abilities.map(AbilityLabel.init)
      tried = VerificationLabel(connector.provenance)
      actions = Quantity.count(connector.actions.count, "action")
    }
  }
}
