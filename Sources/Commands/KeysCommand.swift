import ArgumentParser

/// `weir keys`
struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "See, change and retire the vault's master keys.",
    discussion: """
      To change the key while servers run: "weir keys new", then "weir keys rotate", then "weir keys retire" the old one. \
      Keep a copy of every key apart from the database until it is retired and no backup needs it.
      """,
    subcommands: [
      ListKeysCommand.self, NewKeyCommand.self, RotateKeysCommand.self, RetireKeyCommand.self,
    ])
}
