import Connectors

/// An ability as the pages call it.
struct AbilityLabel: Sendable {
  let id: String
  let name: String
  /// What it means for a team.
  let sentence: String

  init(_ ability: ConnectorAbility) {
    id = ability.rawValue
    (name, sentence) =
      switch ability {
      case .list: ("Lists", "Brings lists, page by page where they are long.")
      case .search: ("Searches", "Finds things by words or filters.")
      case .download: ("Gives files", "Hands files to other steps, of any size.")
      case .upload: ("Takes files", "Stores files of other steps.")
      case .changes: ("Tells changes", "Says what changed since the last look, so that nothing is read twice.")
      case .push: ("Notifies", "Says by itself that something changed.")
      case .folders: ("Has folders", "Its folders can be chosen, and kept in step with the library.")
      }
  }
}
