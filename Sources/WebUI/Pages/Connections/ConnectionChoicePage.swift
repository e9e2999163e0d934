import Connections

/// What the page shows on which a person chooses what to connect.
struct ConnectionChoicePage: Sendable {
  let frame: PageFrame
  let connectors: [Row]

  struct Row: Sendable {
    let id: String
    let title: String
    let description: String
    let authentication: String
  }

  init(frame: PageFrame, _ connectors: [ConnectorSummary]) {
    self.frame = frame
    self.connectors = connectors.map { connector in
      Row(
        id: connector.id, title: connector.title, description: connector.endpoint ?? "",
        authentication: connector.authentications.map(\.kind.label).joined(separator: ", "))
    }
  }
}
