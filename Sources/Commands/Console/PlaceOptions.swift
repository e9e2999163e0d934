import AppServer
import ArgumentParser
import Connections
import Core
import Identity
import Sources

/// Where the folders of a source or a publication are, and when it is looked at.
struct PlaceOptions: ParsableArguments {
  @Option(name: .long, help: "The connection's name or id; left out for folders of this machine.")
  var connection: String?

  @Option(name: .long, help: "manual, 12h, day, week, month, or a cron line with its time zone.")
  var schedule = "day"

  /// - Throws: what ``Connections/resolve(_:in:)`` throws when there is no such connection.
  func origin(in team: TeamID, _ rooms: Rooms) async throws -> SourceOrigin {
    guard let connection else { return .machine }
    return .connection(try await rooms.connections.resolve(connection, in: team).id)
  }

  /// The schedule as rules have it.
  var scheduleRule: JSONValue { .string(schedule.split(separator: " ").count > 1 ? "cron \(schedule)" : schedule) }
}
