import ArgumentParser
import Connectors
import Core

/// `weir files changes`
struct ChangedFilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes", abstract: "List what changed since a cursor; without one, give the cursor for now.")

  @OptionGroup var files: FilesOptions

  @Option(name: .long, help: "What an earlier call gave as cursor.")
  var since: String?

  @Option(name: .long, help: "The folder's id.")
  var folder = ""

  func run() async throws {
    try await files.with { service, _ in
      guard let since else { return tell(try await service.startCursor(folder)) }
      var cursor = since
      while true {
        let page = try await service.changes(folder, since: cursor)
        for change in page.changes {
          if case .present(let item) = change { files.say(item) } else { files.console.say(change.json.serialized()) }
          if case .present = change { continue }
          files.console.result(change.json)
        }
        cursor = page.cursor
        if !page.hasMore { break }
      }
      tell(cursor)
    }
  }

  private func tell(_ cursor: String) {
    files.console.say("cursor: \(cursor)")
    files.console.result(["cursor": .string(cursor)])
  }
}
