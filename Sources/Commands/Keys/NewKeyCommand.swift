import AppServer
import ArgumentParser
import Connections
import Core
import Identity

/// `weir keys new`
struct NewKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a key; new secrets are encrypted with it once every running server has it.",
    discussion: """
      The key goes into the key file. Servers that read the same file have it within seconds; give it to others by hand. \
      Where keys come from the settings or a command, put a new one first there instead and restart the servers one by one.
      """)

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    let console = Console(isJSON: json)
    try await rooms.closing {
      let keys = rooms.foundations.keys
      let id = try await keys.add(as: try await rooms.identity.console())
      console.note("Made the key \(id) and wrote it to \(keys.place). Waiting for the servers to learn of it.")
      try await keys.wait()
      console.say("New secrets are encrypted with the key \(id). Bring the others under it with: weir keys rotate")
      console.result(["id": .string(id)])
    }
  }
}
