import ArgumentParser
import Connectors
import Core
import Foundation

/// `weir connector lint`
struct LintConnectorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Say everything that is wrong with a connector's file, and what would make it better.",
    aliases: ["check"])

  @Argument(help: "The file or its folder, as Catalogue/petstore.")
  var file: String

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  func run() throws {
    let path = ConnectorFolder(file).file
    let bytes = try DocumentFile.read(path, limit: ImportLimits().bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    let issues = ConnectorFile.lint(text)
    let console = Console(isJSON: json)
    for issue in issues { console.say("\(path): \(issue)") }
    var advice: [String] = []
    if issues.isEmpty {
      advice = ConnectorAdvice.advice(for: try ConnectorFile.read(text, file: path)) + ConnectorFolder(file).advice
      console.say("Nothing is wrong with \(path).")
      for line in advice { console.say("  \(line)") }
    }
    console.result([
      "problems": .array(issues.map { .string($0.description) }), "advice": .array(advice.map(JSONValue.string)),
    ])
    if !issues.isEmpty { throw ExitStatus.data.code }
  }
}
