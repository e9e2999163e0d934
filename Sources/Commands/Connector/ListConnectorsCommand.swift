import AppServer
import ArgumentParser
import Connectors
import Core

/// `weir connector list`
struct ListConnectorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the connectors that flows can use.",
    discussion: "Where there is no deployment, these are the ones that the program brings along.")

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let console = Console(isJSON: json)
    for connector in try await connectors() {
      let id = connector.id.description
      let count = connector.actions.count == 1 ? "1 action" : "\(connector.actions.count) actions"
      let old = connector.deprecation.map { " \($0.sentence)" } ?? ""
      console.say("\(id)  \(connector.title), \(count).\(old)")
      console.result([
        "connector": .string(id), "title": .string(connector.title), "actions": JSONValue(connector.actions.count),
        "deprecation": JSONValue(connector.deprecation?.sentence),
      ])
    }
  }

  private func connectors() async throws -> [ConnectorDefinition] {
    guard try await options.load().hasDeployment else { return try ConnectorCatalogue.shipped().connectors }
    let rooms = try await options.openRooms()
    return try await rooms.closing { rooms.shelf.current.connectors }
  }
}
