import Connections
import Flows

/// What the page of one ready flow shows: its text, and which of the team's connections it is to use.
struct GalleryFlowPage: Sendable {
  /// Keeps the fields of connections apart from those of the page.
  static let prefix = "connection."

  let frame: PageFrame
  let csrf: String
  let card: GalleryPage.Card
  let source: String
  let canEdit: Bool
  let needs: [Need]
  let hasNeeds: Bool

  /// One connection that the flow names.
  struct Need: Sendable {
    let field: String
    let name: String
    let connector: String
    let options: [Option]
    let hasOptions: Bool
  }

  struct Option: Sendable {
    let value: String
    let label: String
    let isChosen: Bool
  }

  /// - Parameter connections: those of the team.
  init(frame: PageFrame, flow: GalleryFlow, connections: [Connection], canEdit: Bool) {
    self.frame = frame
    csrf = frame.csrf
    card = GalleryPage.Card(flow)
    source = flow.source
    self.canEdit = canEdit
    needs = flow.connections.sorted { $0.key < $1.key }.map { name, connector in
      let fitting = connections.filter { $0.connector == connector }
      let chosen = fitting.first { $0.name == name } ?? (fitting.count == 1 ? fitting.first : nil)
      let none = Option(value: "", label: "Choose later", isChosen: chosen == nil)
      return Need(
        field: Self.prefix + name, name: name, connector: connector,
        options: [none]
          + fitting.map { Option(value: $0.name, label: $0.name, isChosen: $0.id == chosen?.id) },
        hasOptions: !fitting.isEmpty)
    }
    hasNeeds = !needs.isEmpty
  }
}
