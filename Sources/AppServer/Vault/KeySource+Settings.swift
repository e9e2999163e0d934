import Connections
import Core

extension KeySource {
  /// Where the settings say that the master keys come from.
  static func settings(_ settings: Settings, _ folder: DataFolder, _ effects: Effects) throws -> KeySource {
    switch settings.masterKeys {
    case .file(let path): .file(path ?? folder.vaultKey, randomBytes: effects.randomBytes)
    case .given(let keys): .fixed(try keys.map { try VaultKey(text: $0.revealed) }, place: "the setting vault.key")
    case .command(let words):
      KeySource(place: "the command of vault.key.command") {
        try await KeyCommand(words: words, effects: effects).keys()
      }
    }
  }
}
