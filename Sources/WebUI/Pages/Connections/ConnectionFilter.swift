import Connections
import HTTPAPI
import Identity

/// What the list of connections is narrowed to; it stands in the page's address.
struct ConnectionFilter: Sendable {
  let search: String
  let state: String
  let connector: String
  let isMine: Bool

  init(_ query: QueryParameters) {
    search = query.string("search") ?? ""
    state = query.string("state") ?? ""
    connector = query.string("connector") ?? ""
    isMine = query.string("mine") == "true"
  }

  /// Those that match, in the order given.
  func matches(_ connections: [Connection], of person: PersonID) -> [Connection] {
    let words = search.lowercased().split(separator: " ")
    return connections.filter { connection in
      let text = "\(connection.name) \(connection.endpoint) \(connection.connector)".lowercased()
      return words.allSatisfy { text.contains($0) } && (state.isEmpty || isInState(connection))
        && (connector.isEmpty || connection.connector == connector) && (!isMine || connection.owner == person)
    }
  }

  private func isInState(_ connection: Connection) -> Bool {
    switch state {
    case "off": !connection.isActive
    case "trouble": ![.healthy, .untested].contains(connection.state)
    default: connection.state.rawValue == state
    }
  }

  /// The filter as the page's form has it.
  struct Shown: Sendable {
    let search: String
    let isMine: Bool
    let isNarrowed: Bool
    let states: [ConnectionField.Option]
    let connectors: [ConnectionField.Option]
  }

  func shown(_ all: [Connection]) -> Shown {
    let states =
      [("", "Any state"), ("trouble", "Needs a look"), ("off", "Off")]
      + ConnectionState.allCases.map { ($0.rawValue, StateLabel($0).name) }
    let ids = Set(all.map(\.connector)).sorted()
    return Shown(
      search: search, isMine: isMine, isNarrowed: !search.isEmpty || !state.isEmpty || !connector.isEmpty || isMine,
      states: states.map { .init(value: $0.0, label: $0.1, isChosen: $0.0 == state) },
      connectors: ([("", "Any connector")] + ids.map { ($0, $0) }).map {
        .init(value: $0.0, label: $0.1, isChosen: $0.0 == connector)
      })
  }
}
