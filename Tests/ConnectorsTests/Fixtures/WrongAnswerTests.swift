import Core
import Foundation
import Testing

@testable import Connectors

/// A folder that seems to be empty is one whose files are gone: so nothing but a list may be taken for one.
@Suite("Answers of 200 that aren't what was asked for")
struct WrongAnswerTests {
  private static let page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Maintenance</body></html>"

  /// What services, and what stands before them, answer with a status of success.
  static let answers: [(what: String, mime: String, text: String)] = [
    ("an error", "application/json", #"{"error": {"code": 500, "message": "Something went wrong"}}"#),
    ("an error in words", "application/json", #"{"error": "internal", "message": "Something went wrong"}"#),
    ("errors", "application/json", #"{"errors": [{"message": "Something went wrong"}], "data": null}"#),
    ("nothing", "application/json", "{}"), ("an empty body", "application/json", ""),
    ("null", "application/json", "null"), ("a page", "text/html; charset=utf-8", page),
    ("an error in XML", "application/xml", "<Error><Code>InternalError</Code><Message>Try again.</Message></Error>"),
  ]

  @Test(arguments: answers.indices)
  func noListOfFilesIsMadeOfThem(index: Int) async throws {
    let (what, mime, text) = Self.answers[index]
    for (connector, fixture) in try Self.lists() {
      for place in fixture.exchanges.indices {
        let asked = fixture.exchanges[place]
        let wrong = FixtureExchange(
          line: asked.line, method: asked.method, url: asked.url, query: asked.query, headers: asked.headers,
          body: asked.body, status: 200, answerHeaders: ["content-type": mime], answer: text)
        let tried = ConnectorFixture(
          name: fixture.name, question: fixture.question, settings: fixture.settings, endpoint: fixture.endpoint,
          exchanges: fixture.exchanges[..<place] + [wrong], expected: .failure(code: "any", message: nil),
          contents: fixture.contents)
        let found = await FixtureRun(connector, coded: CodedAction.builtIn).differences(of: tried)
        #expect(
          !found.contains { $0.hasPrefix("it went well") },
          "\(fixture.name) takes \(what) as the answer to \(asked.method) \(asked.url) for a list")
      }
    }
  }

  /// What every connector's own recordings list well.
  private static func lists() throws -> [(ConnectorDefinition, ConnectorFixture)] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../Catalogue")
      .standardized
    let files = try CatalogueFile.inFolder(folder.path)
    let catalogue = try ConnectorCatalogue(files: files)
    var found: [(ConnectorDefinition, ConnectorFixture)] = []
    for file in files where file.name.hasSuffix("/connector.yaml") {
      let name = String(file.name.prefix { $0 != "/" })
      let connector = try #require(catalogue.connector(try ConnectorFile.read(file.text, file: file.name).id))
      let fixtures = folder.appending(path: "\(name)/fixtures")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? []
      for each in names.sorted() where each.hasSuffix(".yaml") {
        let text = try String(contentsOf: fixtures.appending(path: each), encoding: .utf8)
        let fixture = try ConnectorFixture(text, file: "\(name)/fixtures/\(each)")
        guard case .files(let word, _) = fixture.question, ["list", "tree", "changes"].contains(word),
          case .items = fixture.expected
        else { continue }
        found.append((connector, fixture))
      }
    }
    return found
  }
}
