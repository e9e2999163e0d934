import ArgumentParser
import Connectors
import Core

/// `weir files folder`
struct MakeFolderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "folder", abstract: "Make a folder, or find it.")

  @OptionGroup var files: FilesOptions

  @Argument(help: "Its name.")
  var name: String

  @Argument(help: "The id of the folder to make it in.")
  var folder = ""

  func run() async throws {
    try await files.with { service, _ in files.say(try await service.makeFolder(name, in: folder)) }
  }
}
