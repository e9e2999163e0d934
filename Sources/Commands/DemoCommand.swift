import AppServer
import ArgumentParser
import Core
import Egress
import Foundation
import Synchronization

/// `weir demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Show the main job on a folder of media, from an empty server to a filled library.",
    discussion: """
      Makes a server of its own, an application, a connection and a flow, and runs the flow on the folder. Leaves the \
      server running with its address and sign-in printed, unless --once is given. Everything it makes is in its data \
      folder, which each demo makes anew.
      """)

  @Argument(help: "The folder to bring in.")
  var folder: String

  @Option(name: .long, help: "Where the demo keeps its server.")
  var dataFolder = "weir-demo"

  @Option(name: .long, help: "The port to listen on; 0 takes a free one.")
  var port = 8443

  @Flag(name: .long, help: "End when the job is done, with a status that says how it went.")
  var once = false

  func run() async throws {
    let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    let count = DemoFolder.countFiles(in: folder)
    guard count > 0 else { throw DemoError.emptyFolder(folder) }
    try DemoFolder.prepare(dataFolder)
    let settings = try await SettingsLoader(environment: ProcessInfo.processInfo.environment).load(
      file: nil,
      overrides: [
        .dataFolder: dataFolder, .httpPort: String(port), .foldersRoots: folder, .logLevel: "warning",
      ])
    try await DemoRun(settings: settings, folder: folder, fileCount: count, staysUp: !once).run()
  }
}
