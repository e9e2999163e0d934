import AppServer

/// Every setting, for people.
enum SettingsGuide {
  /// For a terminal.
  static var text: String {
    let entries = SettingKey.allCases.map { key in
      """
      \(key.rawValue)  (\(key.environmentName))
          \(key.summary) It takes \(key.accepted).\(fallback(key, quote: "\""))
      """
    }
    return """
      Settings come from the command line, the environment or a YAML file (--settings), in this order. In a file the
      dots of a name are levels: "http: { port: 8443 }".

      \(entries.joined(separator: "\n"))
      """
  }

  /// For `docs/settings.md`.
  static var markdown: String {
    let rows = SettingKey.allCases.map { key in
      "| `\(key.rawValue)` | `\(key.environmentName)` | \(key.summary) It takes \(key.accepted). | "
        + (key.fallback.map { $0.isEmpty ? "" : "`\($0)`" } ?? "") + " |"
    }
    return """
      # Settings

      From the command line, the environment or a YAML file (`weir serve --settings FILE`), in this order. In a file the
      dots of a name are levels: `http: { port: 8443 }`. An unknown or wrong setting is refused. Written by `make docs`.

      | name | environment | what it does | without it |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }

  private static func fallback(_ key: SettingKey, quote: String) -> String {
    guard let fallback = key.fallback, !fallback.isEmpty else { return "" }
    return " Without it: \(fallback)."
  }
}
