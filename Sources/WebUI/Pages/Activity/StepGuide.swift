import Flows

/// What a flow's definition says about the steps of a run: their titles and their order.
struct StepGuide: Sendable {
  /// The authors' titles, by step.
  let titles: [String: String]
  private let places: [String: Int]

  /// - Parameter definition: the version that ran; without one the order is that in which the steps began.
  init(_ definition: FlowDefinition? = nil) {
    let steps = (definition?.steps ?? []).flatMap(\.selfAndInner)
    titles = Dictionary(steps.compactMap { step in step.title.map { (step.id, $0) } }) { $1 }
    places = Dictionary(steps.enumerated().map { ($1.id, $0) }) { $1 }
  }

  /// Which item of its loop an entry is, from 0; `each[3]` is the fourth.
  static func item(_ entry: StepEntry) -> Int? {
    guard entry.kind == "item" else { return nil }
    let digits = entry.path.reversed().dropFirst().prefix { $0.isNumber }.reversed()
    return Int(String(digits))
  }

  /// As a reader of the flow expects them; steps that began in the same moment have no other order.
  func sorted(_ entries: [StepEntry]) -> [StepEntry] {
    entries.sorted { first, second in
      let (left, right) = (place(first), place(second))
      return left == right ? first.place < second.place : left < right
    }
  }

  private func place(_ entry: StepEntry) -> Int {
    Self.item(entry) ?? places[entry.stepID] ?? 0
  }
}
