import Connectors
import Flows
import Synchronization

/// The catalogue's actions as the flow engine wants them, made again only when the catalogue has changed.
final class KeptActions: Sendable {
  private let state = Mutex<(generation: Int, actions: [String: RegisteredAction])>((-1, [:]))

  func actions(
    of shelf: CatalogueShelf, made: (ActionDescription) -> RegisteredAction
  ) -> [String: RegisteredAction] {
    let (generation, catalogue) = shelf.numbered
    return state.withLock { state in
      if state.generation != generation {
        let actions = catalogue.actions.map(made).map { ($0.name, $0) }
        state = (generation, Dictionary(actions, uniquingKeysWith: { _, later in later }))
      }
      return state.actions
    }
  }
}
