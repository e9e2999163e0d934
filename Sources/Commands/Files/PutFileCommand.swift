import AppServer
import ArgumentParser
import Blobs
import Connectors
import Core
import Foundation

/// `weir files put`
struct PutFileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Store a file of this machine in a folder.")

  @OptionGroup var files: FilesOptions

  @Argument(help: "The file.")
  var path: String

  @Argument(help: "The folder's id.")
  var folder = ""

  @Option(name: .long, help: "What it is called there; its own name when left out.")
  var name: String?

  @Option(name: .long, help: "The id of a file there to put it in the place of.")
  var replacing: String?

  func run() async throws {
    try await files.with { service, rooms in
      let url = URL(fileURLWithPath: path).standardizedFileURL
      let kept = try await rooms.foundations.blobs.store(FileStream.open(url.path))
      let handle = MediaFileHandle(
        name: url.lastPathComponent, size: kept.size, mime: MIMEType.ofFile(named: url.lastPathComponent),
        sha256: kept.hash.sha256, origin: .blob(kept.hash.sha256))
      files.say(
        try await service.write(
          handle, named: name ?? handle.name, in: folder, replacing: replacing,
          context: ActionContext(idempotencyKey: "console/\(rooms.foundations.effects.uuid().uuidString)")))
    }
  }
}
