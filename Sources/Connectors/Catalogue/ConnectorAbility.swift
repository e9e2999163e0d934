import Core

/// What a connector can do, in the words by which people choose one.
package enum ConnectorAbility: String, Sendable, CaseIterable {
  /// Brings lists, page by page where they are long.
  case list
  case search
  /// Gives files to other steps.
  case download
  /// Takes files from other steps.
  case upload
  /// Tells what changed since a moment or place.
  case changes
  /// Says by itself that something changed.
  case push
  /// Its folders can be chosen, and kept in step with the library.
  case folders
}

extension ConnectorDefinition {
  /// What it can do, as its file says; in the order of ``ConnectorAbility``.
  package var abilities: [ConnectorAbility] {
    ConnectorAbility.allCases.filter { ability in
      switch ability {
      case .list: files != nil || actions.contains { $0.isPaged || $0.output.schema["type"] == "array" }
      case .search: files?.search != nil || names { $0.hasPrefix("search") || $0.hasPrefix("find") }
      case .download: files?.download != nil || actions.contains { $0.output.file != nil || $0.givesFile }
      case .upload: files?.upload != nil || actions.contains(where: \.takesFile)
      case .changes: files?.changes != nil || names { $0.hasPrefix("change") }
      case .push: push != nil || names { $0.contains("webhook") && !$0.hasPrefix("list") }
      case .folders: files != nil
      }
    }
  }

  private func names(_ fits: (String) -> Bool) -> Bool {
    actions.contains { fits($0.name.lowercased()) }
  }
}

extension ActionDefinition {
  /// Whether one of its inputs is a file and nothing else.
  fileprivate var takesFile: Bool {
    input.properties.contains { $0.1["format"] == "file" }
  }

  /// Whether its output has a file in it.
  fileprivate var givesFile: Bool {
    (output.schema["properties"]?.objectValue ?? [:]).contains { $0.1["format"] == "file" }
  }
}
