import AppServer
import ArgumentParser
import Core
import Foundation

/// `weir import`
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring the files of a folder into the library.",
    discussion: """
      Every file becomes an asset in the category; its folder's name and what it says about itself become metadata. \
      Files that are there already, byte for byte under the same name, are passed over, so that it can be run again.
      """)

  @Argument(help: "The folder.")
  var folder: String

  @Option(name: .long, help: "The category to put them in, made when it isn't there.")
  var category = "Imported"

  @Option(name: .long, help: "A keyword for all of them; may be given several times.")
  var keyword: [String] = []

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    let console = Console(isJSON: json)
    let outcome = try await rooms.closing {
      let importer = FolderImport(rooms: rooms, category: category, keywords: keyword)
      return try await rooms.working {
        try await importer.run(URL(fileURLWithPath: folder).standardizedFileURL.path)
      }
    }
    console.say("\(outcome.added) added, \(outcome.known) were there already, \(outcome.failed.count) failed.")
    for failure in outcome.failed { console.say("  \(failure.path): \(failure.reason)") }
    console.result(
      [
        "added": JSONValue(outcome.added), "known": JSONValue(outcome.known),
        "failed": .array(outcome.failed.map { ["path": .string($0.path), "reason": .string($0.reason)] }),
      ])
    if !outcome.failed.isEmpty { throw ExitStatus.failure.code }
  }
}
