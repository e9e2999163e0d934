import Flows

/// What the list of ready flows shows.
struct GalleryPage: Sendable {
  let frame: PageFrame
  let flows: [Card]

  init(frame: PageFrame, flows: [GalleryFlow]) {
    self.frame = frame
    self.flows = flows.map(Card.init)
  }

  /// One ready flow in a few words.
  struct Card: Sendable {
    let name: String
    let title: String
    let description: String
    let starts: String
    let steps: String
    let marks: [ConnectorMark]

    init(_ flow: GalleryFlow) {
      let definition = flow.definition
      name = flow.name
      title = definition.name
      description = definition.description
      starts = "Starts " + definition.triggers.map { TriggerText.cause($0.kindName) }.joined(separator: ", ")
      steps = Quantity.count(definition.allSteps.count, "step")
      marks = flow.connections.sorted { $0.key < $1.key }.map { ConnectorMark(connector: $0.value, connection: $0.key) }
    }
  }
}
