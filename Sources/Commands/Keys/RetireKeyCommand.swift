import AppServer
import ArgumentParser
import Connections
import Core
import Identity

/// `weir keys retire`
struct RetireKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Take a key away that no secret needs any more.",
    discussion: "Backups of the database from before still need it: keep a copy apart from them.")

  @Argument(help: "The key's id, as \"weir keys list\" shows it.")
  var id: String

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    try await rooms.closing {
      try await rooms.foundations.keys.retire(id, as: try await rooms.identity.console())
    }
    let console = Console(isJSON: json)
    console.say("The key \(id) is retired: nothing needs it any more but backups from before.")
    console.result(["id": .string(id)])
  }
}
