import AppServer
import ArgumentParser
import Connections
import Core
import Identity
import Synchronization

/// `weir keys rotate`
struct RotateKeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Encrypt every secret anew with the sealing key, while servers run.",
    discussion: "It may be stopped at any time: begun again, it goes on where it was.")

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    let console = Console(isJSON: json)
    try await rooms.closing {
      let keys = rooms.foundations.keys
      let principal = try await rooms.identity.console()
      let id = try await keys.wait { console.note("Waiting for \($0.joined(separator: ", ")).") }
      let line = Mutex(ProgressLine("secrets"))
      let done = try await keys.rotate(as: principal) { progress in
        line.withLock { $0.show(progress.rewrapped, of: progress.total) }
      }
      line.withLock { $0.finish("secrets: \(done.rewrapped) of \(done.total)") }
      for row in done.unreadable.sorted() { console.note("This can't be opened and was left as it is: \(row)") }
      console.say("\(done.rewrapped) secrets are encrypted with the key \(id) now.")
      console.result([
        "id": .string(id), "secrets": JSONValue(done.rewrapped), "unreadable": JSONValue(done.unreadable.count),
      ])
      if !done.unreadable.isEmpty { throw ExitStatus.failure.code }
    }
  }
}
