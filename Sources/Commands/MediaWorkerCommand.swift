import ArgumentParser
import Media

/// `weir media-worker`: the child in which media files are decoded. Started by the server, not by people.
struct MediaWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "media-worker",
    abstract: "Decode media files for a server (started by it).",
    shouldDisplay: false)

  func run() {
    MediaWorkerMain.run()
  }
}
