import AppServer
import ArgumentParser
import Core

/// `weir serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the server.",
    discussion: """
      Without any settings it listens on https://127.0.0.1:8443, keeps everything in ./weir-data, and makes an \
      administrator whose password is shown once. SIGTERM and Ctrl-C finish what is in hand, then end it.
      """)

  @OptionGroup var options: SettingsOptions

  @Option(name: .long, help: "The address to listen on.")
  var host: String?

  @Option(name: .long, help: "The port to listen on; 0 takes a free one.")
  var port: String?

  @Flag(name: .long, help: "Say when it is ready, and where, as lines of JSON.")
  var json = false

  @Flag(name: .long, help: "List every setting, and end.")
  var helpSettings = false

  @Flag(name: .long, help: ArgumentHelp("With --help-settings: as a Markdown table.", visibility: .hidden))
  var markdown = false

  func run() async throws {
    if helpSettings {
      Console(isJSON: false).say(markdown ? SettingsGuide.markdown : SettingsGuide.text)
      return
    }
    var overrides: [SettingKey: String] = [:]
    overrides[.httpHost] = host
    overrides[.httpPort] = port
    let announcer = ServerAnnouncer(console: Console(isJSON: json))
    try await WeirServer.run(try await options.load(overrides: overrides)) { announcer.announce($0) }
  }
}
