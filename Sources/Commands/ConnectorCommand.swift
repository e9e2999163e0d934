import AppServer
import ArgumentParser
import Connectors
import Core
import Foundation
import Identity

/// `weir connector`
struct ConnectorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connector", abstract: "Make, try and list connectors, and move flows to newer ones.",
    subcommands: [
      ListConnectorsCommand.self, NewConnectorCommand.self, ImportConnectorCommand.self, LintConnectorCommand.self,
      TestConnectorCommand.self, MigrateFlowsCommand.self,
    ])
}

/// `weir connector import`
struct ImportConnectorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a connector of an OpenAPI 3 document or a Postman 2 collection.",
    discussion: """
      Every operation becomes an action with typed inputs. A connector's own file, as one that was written by --output and \
      changed since, is taken as it is. With --output the connector's file is written into a folder, \
      to be looked at and changed; without it the connector is added to the deployment, where every node has it at once. \
      A document that is broken is refused with the places; nothing outside of it is fetched.
      """)

  @Argument(help: "The document or the connector's file, JSON or YAML; - reads it from the input.")
  var file: String

  @Option(
    name: .long, help: "What it is called, as petstoreConnector-v1.0; made of the document's title when left out.")
  var id: String?

  @Option(name: .long, help: ArgumentHelp("Write FOLDER/connector.yaml instead.", valueName: "folder"))
  var output: String?

  @Flag(name: .long, help: "Replace one of the same name that was imported before.")
  var replace = false

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func validate() throws {
    if let id, ConnectorID(id) == nil {
      throw ValidationError("--id must be written as nameConnector-v1.0, not \"\(id)\".")
    }
  }

  func run() async throws {
    let bytes = try DocumentFile.read(file, limit: ImportLimits().bytes)
    let id = id.flatMap { ConnectorID($0) }
    let made: ImportedConnector
    if let output {
      made = try ConnectorImporter(now: Effects.live.now()).read(bytes, file: file, id: id)
      try DocumentFile.write(made.yaml, to: output, replacing: replace)
    } else {
      let rooms = try await options.openRooms()
      made = try await rooms.closing {
        try await rooms.imported.add(
          bytes, file: file, id: id, replacing: replace, as: try await rooms.identity.console())
      }
    }
    report(made)
  }

  private func report(_ made: ImportedConnector) {
    let console = Console(isJSON: json)
    console.say("\(made.definition.id): \(made.definition.actions.count) actions.")
    for note in made.notes { console.say("  \(note.place): \(note.text)") }
    console.result([
      "connector": .string(made.definition.id.description), "actions": JSONValue(made.definition.actions.count),
      "notes": .array(made.notes.map(\.json)),
    ])
  }
}
