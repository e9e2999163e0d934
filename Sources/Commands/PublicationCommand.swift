import AppServer
import ArgumentParser
import Connections
import Core
import Foundation
import Identity
import Library
import Sources

/// `weir publication`
struct PublicationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publication",
    abstract: "See and run publications: collections that are kept in a folder of a service.",
    subcommands: [ListCommand.self, AddCommand.self, RunCommand.self, StatusCommand.self, DeleteCommand.self])

  /// `weir publication list`
  struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the publications.")

    @Flag(name: .long, help: "Answer as JSON, a line a publication.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let console = Console(isJSON: json)
      try await rooms.closing {
        for publication in try await rooms.sources.publications(as: try await rooms.identity.console()) {
          let state = publication.last?.state.rawValue ?? "never run"
          console.say("\(publication.name)\t\(publication.rules.folder.path)\t\(state)")
          console.result([
            "id": JSONValue(publication.id), "name": .string(publication.name),
            "connection": .string(publication.origin.text), "collection": JSONValue(publication.collection),
            "folder": .string(publication.rules.folder.path), "state": JSONValue(publication.last?.state.rawValue),
          ])
        }
      }
    }
  }

  /// `weir publication add`
  struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Publish a collection to a folder of a service, and keep it current.",
      discussion: "A folder is named by the service's id of it; for folders of this machine that is its path.")

    @Argument(help: "The publication's name.")
    var name: String

    @Option(name: .long, help: "The collection's name or id.")
    var collection: String

    @Option(name: .long, help: "The folder where the files go.")
    var folder: String

    @Option(name: .long, help: "What is sent: original, large, medium, small or thumb.")
    var sends = "original"

    @Option(name: .long, help: "What becomes of a file when its asset leaves the collection: keep or remove.")
    var left = "keep"

    @OptionGroup var place: PlaceOptions

    @Flag(name: .long, help: "Go by the schedule alone; otherwise changes of the collection are sent at once.")
    var scheduleOnly = false

    @Flag(name: .long, help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let made = try await rooms.closing {
        let principal = try await rooms.identity.console()
        let team = principal.organizationTeam
        let origin = try await place.origin(in: team, rooms)
        let rules = try PublicationRules(reading: [
          "folder": ["id": .string(folder), "path": .string(folder)], "sends": .string(sends), "left": .string(left),
          "schedule": place.scheduleRule, "follows": .bool(!scheduleOnly),
        ])
        let chosen = try await rooms.library.collections.all(as: principal).first {
          $0.id.description == collection || $0.name.lowercased() == collection.lowercased()
        }
        guard let chosen else {
          throw PublicationError.invalidField("collection", reason: "there is none of that name that you see")
        }
        return try await rooms.sources.publish(
          in: team, PublicationForm(name: name, origin: origin, collection: chosen.id, rules: rules), as: principal)
      }
      let console = Console(isJSON: json)
      console.say("Made the publication \"\(made.name)\".")
      console.result(["id": JSONValue(made.id), "name": .string(made.name)])
    }
  }

  /// `weir publication run`
  struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Run a publication now, and wait until it is done.",
      discussion: "It is done by this command, or by a server that was quicker.")

    @Argument(help: "The publication's name or id.")
    var publication: String

    @Flag(name: .long, help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let found = try await rooms.closing {
        let principal = try await rooms.identity.console()
        let id = try await rooms.sources.publication(named: publication, as: principal).id
        try await rooms.sources.run(id, as: principal)
        while try await rooms.sources.publishNext() {}
        return try await rooms.sources.publication(id, as: principal)
      }
      let console = Console(isJSON: json)
      guard let last = found.last else { return }
      let counts = last.counts
      console.say(
        "\(last.state.rawValue): \(counts.sent) new, \(counts.replaced) replaced, \(counts.removed) removed, "
          + "\(counts.conflicts) changed there, \(counts.failed) failed")
      if let problem = last.problem { console.note(problem) }
      console.result(["state": .string(last.state.rawValue), "counts": .object(counts.json)])
      if last.state == .failed { throw ExitCode(ExitStatus.failure.rawValue) }
    }
  }

  /// `weir publication status`
  struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Say how far a publication is, and which files need a person.")

    @Argument(help: "The publication's name or id.")
    var publication: String

    @Flag(name: .long, help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let (counts, files) = try await rooms.closing {
        let principal = try await rooms.identity.console()
        let id = try await rooms.sources.publication(named: publication, as: principal).id
        return (
          try await rooms.sources.publishedCounts(of: id, as: principal),
          try await rooms.sources.publishedFiles(of: id, as: principal)
        )
      }
      let console = Console(isJSON: json)
      for state in PublishedFile.State.allCases {
        if let count = counts[state] { console.say("\(state.rawValue)\t\(count)") }
      }
      for file in files { console.say("\(file.name ?? file.wanted.fileName): \(file.problem ?? file.state.rawValue)") }
      let states = counts.map { ($0.key.rawValue, JSONValue($0.value)) }.sorted { $0.0 < $1.0 }
      console.result(["files": .object(JSONObject(states))])
    }
  }

  /// `weir publication delete`
  struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "delete", abstract: "Forget a publication; what it sent stays there.")

    @Argument(help: "The publication's name or id.")
    var publication: String

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let rooms = try await options.openRooms()
      let found = try await rooms.closing {
        let principal = try await rooms.identity.console()
        let found = try await rooms.sources.publication(named: publication, as: principal)
        try await rooms.sources.unpublish(found.id, as: principal)
        return found
      }
      Console(isJSON: false).say("Deleted the publication \"\(found.name)\"; what it sent stays there.")
    }
  }
}
