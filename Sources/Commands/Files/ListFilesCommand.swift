import ArgumentParser
import Connectors
import Core

/// `weir files list`
struct ListFilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List what a folder holds.")

  @OptionGroup var files: FilesOptions

  @Argument(help: "The folder's id.")
  var folder = ""

  @Flag(name: .long, help: "Also what its folders hold.")
  var deep = false

  func run() async throws {
    try await files.with { service, _ in
      var waiting = [folder]
      let isDeep = deep && service.abilities.listsDeep
      while let next = waiting.popLast() {
        var place: JSONValue?
        repeat {
          let page = try await service.list(next, isDeep: isDeep, next: place)
          for item in page.items {
            files.say(item)
            if deep, !isDeep, item.kind == .folder { waiting.append(item.id) }
          }
          place = page.next
        } while place != nil
      }
    }
  }
}
