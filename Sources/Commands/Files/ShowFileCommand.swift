import ArgumentParser
import Connectors
import Core

/// `weir files show`
struct ShowFileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one file or folder.")

  @OptionGroup var files: FilesOptions

  @Argument(help: "Its id.")
  var item: String

  func run() async throws {
    try await files.with { service, _ in
      guard let found = try await service.item(item) else { throw FileSourceError.notFound(path: item) }
      files.say(found, service.fields)
      for (name, value) in found.json(service.fields)["fields"]?.objectValue ?? [:] {
        files.console.say("\(name)\t\(value.stringValue ?? value.serialized())")
      }
    }
  }
}
