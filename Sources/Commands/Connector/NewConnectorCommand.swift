import ArgumentParser
import Connectors
import Core
import Foundation

/// `weir connector new`
struct NewConnectorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin a connector: a folder with a commented file, a guide and a fixture.",
    discussion: "Asks for what isn't given. What it writes passes `weir connector lint` and `weir connector test`.")

  @Argument(help: "The folder to make, as Catalogue/quay.")
  var folder: String

  @Option(name: .long, help: "The service's name for people, as \"Quay\".")
  var title: String?

  @Option(name: .long, help: "Where its API is, as https://api.quay.example/v1.")
  var url: String?

  @Option(name: .long, help: "How it is signed in to: \(ConnectorOutline.kinds.joined(separator: ", ")).")
  var authentication: String?

  func validate() throws {
    if let authentication, !ConnectorOutline.kinds.contains(authentication) {
      throw ValidationError("--authentication must be one of \(ConnectorOutline.kinds.joined(separator: ", ")).")
    }
  }

  func run() throws {
    let name = URL(fileURLWithPath: folder).lastPathComponent
    let outline = ConnectorOutline(
      name: name, title: title ?? ask("What is the service called?", name.capitalized),
      url: url ?? ask("Where is its API?", "https://api.\(name).example"),
      authentication: authentication
        ?? ask("How is it signed in to (\(ConnectorOutline.kinds.joined(separator: ", ")))?", "bearer"),
      day: String(Timestamp.format(Effects.live.now()).prefix(10)))
    guard ConnectorOutline.kinds.contains(outline.authentication) else {
      throw ValidationError(
        "\"\(outline.authentication)\" is none of \(ConnectorOutline.kinds.joined(separator: ", ")).")
    }
    let issues = ConnectorFile.lint(outline.connector)
    guard issues.isEmpty else { throw ConnectorFileError(file: "\(folder)/connector.yaml", issues: issues) }
    try DocumentFile.write(outline.connector, to: folder, replacing: false)
    try write(outline.guide, "README.md")
    try write(outline.fixture, "fixtures/who-am-i.yaml")
    let console = Console(isJSON: false)
    console.say("Made \(folder). Change connector.yaml, then:")
    console.say("  weir connector lint \(folder)")
    console.say("  weir connector test \(folder)")
  }

  private func write(_ text: String, _ name: String) throws {
    let path = URL(fileURLWithPath: folder).appending(path: name)
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: path, options: .atomic)
  }

  private func ask(_ question: String, _ standard: String) -> String {
    FileHandle.standardError.write(Data("\(question) [\(standard)] ".utf8))
    let answer = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
    return answer.isEmpty ? standard : answer
  }
}
