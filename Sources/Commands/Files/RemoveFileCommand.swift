import ArgumentParser
import Connectors
import Core

/// `weir files remove`
struct RemoveFileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a file away, into the service's own trash where it has one.")

  @OptionGroup var files: FilesOptions

  @Argument(help: "Its id.")
  var item: String

  func run() async throws {
    try await files.with { service, _ in
      try await service.remove(item)
      files.console.say("Taken away.")
    }
  }
}
