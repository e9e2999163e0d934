import AppServer
import ArgumentParser
import Connections
import Connectors
import Core
import Identity

/// What all of them need: the connection and the deployment.
struct FilesOptions: ParsableArguments {
  @Argument(help: "The connection, by name.")
  var connection: String

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  /// Does something with the files of the connection.
  func with<Value>(_ body: (ServiceFiles, Rooms) async throws -> Value) async throws -> Value {
    let rooms = try await options.openRooms()
    return try await rooms.closing {
      let principal = try await rooms.identity.console()
      let all = try await rooms.connections.list(team: principal.organizationTeam, as: principal)
      guard let found = all.first(where: { $0.name.lowercased() == connection.lowercased() }) else {
        throw ConnectionError.notFound
      }
      return try await ConnectionUse.$current.withValue(.person(principal.person.description)) {
        try await body(try await rooms.runtime.files(of: found.id), rooms)
      }
    }
  }

  var console: Console { Console(isJSON: json) }

  /// - Parameter places: where the service's description says what a library wants to know.
  func say(_ item: RemoteItem, _ places: [FileField: FieldPlaces] = [:]) {
    console.say("\(item.kind == .folder ? "folder" : item.size.map { String($0) } ?? "?")\t\(item.id)\t\(item.name)")
    console.result(item.json(places))
  }
}
