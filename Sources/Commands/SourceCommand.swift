import AppServer
import ArgumentParser
import Connections
import Core
import Foundation
import Identity
import Sources

/// `weir source`
struct SourceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "source",
    abstract: "See and sync sources: folders of services that are kept in step with the library.",
    subcommands: [ListCommand.self, AddCommand.self, SyncCommand.self, StatusCommand.self])

  /// `weir source list`
  struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the sources.")

    @Flag(name: .long, help: "Answer as JSON, a line a source.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let console = Console(isJSON: json)
      try await rooms.closing {
        for source in try await rooms.sources.list(as: try await rooms.identity.console()) {
          let state = source.last.map { "\($0.state.rawValue) (\($0.kind.rawValue))" } ?? "never synced"
          console.say("\(source.name)\t\(source.rules.schedule.text)\t\(state)")
          console.result([
            "id": JSONValue(source.id), "name": .string(source.name), "connection": .string(source.origin.text),
            "schedule": .string(source.rules.schedule.text), "state": JSONValue(source.last?.state.rawValue),
          ])
        }
      }
    }
  }

  /// `weir source add`
  struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Make a source.",
      discussion: "A folder is named by the service's id of it; for folders of this machine that is its path.")

    @Argument(help: "The source's name.")
    var name: String

    @Option(name: .long, help: "A folder to be kept in step; may be given several times.")
    var folder: [String]

    @OptionGroup var place: PlaceOptions

    @Option(
      name: .long,
      help:
        "A field of the service and what it becomes, as \"caption = title\"; several times. None: as its connector says."
    )
    var field: [String] = []

    @Flag(name: .long, help: "No field of the service becomes one of the library.")
    var noFields = false

    @Option(name: .long, help: "What becomes of assets whose file is gone there: keep, mark or trash.")
    var vanished = "keep"

    @Flag(name: .long, help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let source = try await rooms.closing {
        let principal = try await rooms.identity.console()
        let team = principal.organizationTeam
        let origin = try await place.origin(in: team, rooms)
        let folders = folder.map { JSONValue.object(["id": .string($0), "path": .string($0)]) }
        var rules = try SourceRules(reading: [
          "folders": .array(folders), "schedule": place.scheduleRule, "vanished": .string(vanished),
        ])
        rules.mapping.rules = try field.map { try FieldMapping.Rule(line: $0) }
        let leaves = field.isEmpty && !noFields
        return try await rooms.sources.create(
          in: team, SourceForm(name: name, origin: origin, rules: rules, leavesMapping: leaves), as: principal)
      }
      let console = Console(isJSON: json)
      console.say("Made the source \"\(source.name)\".")
      for rule in source.rules.mapping.rules { console.say("  \(rule.line)") }
      console.result([
        "id": JSONValue(source.id), "name": .string(source.name),
        "mapping": .array(source.rules.mapping.rules.map { .string($0.line) }),
      ])
    }
  }

  /// `weir source sync`
  struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sync", abstract: "Sync a source now, and wait until it is done.",
      discussion: """
        The sync is done by this command, or by a server that was quicker. With --gone, files that aren't there any more \
        are taken as gone however many they are.
        """)

    @Argument(help: "The source's name or id.")
    var source: String

    @Flag(name: .long, help: "Files that are gone are really gone.")
    var gone = false

    @Flag(name: .long, help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let found = try await rooms.closing {
        let principal = try await rooms.identity.console()
        let id = try await rooms.sources.named(source, as: principal).id
        try await rooms.sources.sync(id, acceptsGone: gone, as: principal)
        while try await rooms.sources.syncNext() {}
        return try await rooms.sources.read(id, as: principal)
      }
      let console = Console(isJSON: json)
      guard let last = found.last else { return }
      let counts = last.counts
      console.say(
        "\(last.state.rawValue): \(counts.added) new, \(counts.changed) changed, \(counts.moved) moved, "
          + "\(counts.gone) gone, \(counts.skipped) left out, \(counts.unchanged) as they were, \(counts.failed) failed"
      )
      if let problem = last.problem { console.note(problem) }
      console.result(["state": .string(last.state.rawValue), "counts": .object(counts.json)])
      if last.state == .failed { throw ExitCode(ExitStatus.failure.rawValue) }
    }
  }

  /// `weir source status`
  struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Say how far a source is, and which files failed.")

    @Argument(help: "The source's name or id.")
    var source: String

    @Flag(name: .long, help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let (standing, failed) = try await rooms.closing {
        let principal = try await rooms.identity.console()
        let id = try await rooms.sources.named(source, as: principal).id
        return (
          try await rooms.sources.standing(of: id, as: principal), try await rooms.sources.files(of: id, as: principal)
        )
      }
      let console = Console(isJSON: json)
      for state in SourceFile.State.allCases {
        if let count = standing.files[state] { console.say("\(state.rawValue)\t\(count)") }
      }
      for file in failed { console.say("\(file.path.text): \(file.problem ?? "failed") (\(file.tries) tries)") }
      let states = standing.files.map { ($0.key.rawValue, JSONValue($0.value)) }.sorted { $0.0 < $1.0 }
      console.result(["files": .object(JSONObject(states)), "failing": JSONValue(standing.failing)])
    }
  }
}
