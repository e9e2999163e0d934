import AppServer
import ArgumentParser
import Core
import Flows
import Identity

/// What the commands on a folder of flows have in common.
struct FlowFolderOptions: ParsableArguments {
  @Argument(help: "The folder with the flows' files.")
  var folder: String

  @Option(help: "The team whose flows are meant, by name; the organization's when left out.")
  var team: String?

  @Flag(help: "Answer as JSON.")
  var json = false

  @OptionGroup var settings: SettingsOptions

  /// Does something with every pair of file and flow.
  /// - Parameter makingFolder: whether a folder that isn't there is made; otherwise that is an error.
  func withPairs<Value>(
    makingFolder: Bool = false, _ body: (FlowPairs, FlowFolder, [FlowPair]) async throws -> Value
  ) async throws -> Value {
    let folder = FlowFolder(path: folder)
    if !makingFolder { _ = try folder.files() }
    let rooms = try await settings.openRooms()
    return try await rooms.closing {
      let principal = try await rooms.identity.console()
      let flows = FlowPairs(rooms: rooms, team: try await team(in: rooms, as: principal), principal: principal)
      if makingFolder { try folder.make() }
      return try await body(flows, folder, try await flows.all(in: folder))
    }
  }

  private func team(in rooms: Rooms, as principal: Principal) async throws -> TeamID {
    guard let team else { return principal.organizationTeam }
    guard let found = try await rooms.identity.teams.list(as: principal).first(where: { $0.name == team }) else {
      throw FlowFileError.noTeam(team)
    }
    return found.id
  }
}
