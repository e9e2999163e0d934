import ArgumentParser
import Connectors
import Core
import Foundation

/// `weir connector test`
struct TestConnectorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Try a connector on the conversations recorded in its fixtures, without network.",
    discussion: """
      Every file in fixtures/ says what is asked, which requests must be sent, what is answered, and what must come of it. \
      They run through the program's own runtime: signing in, paging, retries and errors are the real ones; nothing waits. \
      Ends with 1 when something is otherwise than recorded.
      """)

  @Argument(help: "The connector's folder, as Catalogue/petstore; several may be given.")
  var folders: [String]

  @Option(name: .long, help: "Only the fixture of this name.")
  var only: String?

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  func run() async throws {
    let console = Console(isJSON: json)
    var (tried, failed) = (0, 0)
    for folder in folders.map(ConnectorFolder.init) {
      let connector = try ConnectorFile.read(try text(folder.file), file: folder.file)
      let run = FixtureRun(connector, coded: CodedAction.builtIn)
      for file in folder.fixtures where only == nil || file.hasSuffix("/\(only ?? "").yaml") {
        let differences = await run.differences(of: try ConnectorFixture(try text(file), file: file))
        tried += 1
        if !differences.isEmpty { failed += 1 }
        console.say("\(differences.isEmpty ? "good " : "WRONG") \(file)")
        for line in differences { console.say("      \(line)") }
        console.result([
          "fixture": .string(file), "isGood": .bool(differences.isEmpty),
          "differences": .array(differences.map(JSONValue.string)),
        ])
      }
    }
    console.say(tried == 0 ? "There are no fixtures." : "\(tried - failed) of \(tried) are as recorded.")
    if failed > 0 || tried == 0 { throw ExitStatus.failure.code }
  }

  private func text(_ file: String) throws -> String {
    String(decoding: try DocumentFile.read(file, limit: ImportLimits().bytes), as: UTF8.self)
  }
}
