import AppServer
import ArgumentParser
import Connections
import Core

/// `weir keys list`
struct ListKeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the keys by their ids, and how many secrets need each.")

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    let keys = try await rooms.closing { try await rooms.foundations.keys.list() }
    let console = Console(isJSON: json)
    for key in keys {
      let old = key.oldFormat > 0 ? ", \(key.oldFormat) of them in the old format" : ""
      console.say("\(key.id)  \(key.role.rawValue)  \(key.secrets) secrets\(old)")
      console.result([
        "id": .string(key.id), "role": .string(key.role.rawValue), "secrets": JSONValue(key.secrets),
        "oldFormat": JSONValue(key.oldFormat),
      ])
    }
  }
}
