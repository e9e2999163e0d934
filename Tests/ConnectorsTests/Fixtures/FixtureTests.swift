import Connectors
import Core
import Foundation
import Testing

@Suite("Recorded conversations")
struct FixtureTests {
  private static let outline = ConnectorOutline(
    name: "Quay-2", title: "The \"Quay\"", url: "https://api.quay.example/v1/", authentication: "bearer",
    day: "2026-11-22")

  private func differences(_ fixture: String) async throws -> [String] {
    let connector = try ConnectorFile.read(Self.outline.connector, file: "connector.yaml")
    return await FixtureRun(connector).differences(of: try ConnectorFixture(fixture, file: "a.yaml"))
  }

  @Test("what a new connector begins with is without fault", arguments: ConnectorOutline.kinds)
  func outlines(kind: String) async throws {
    let outline = ConnectorOutline(
      name: "9quay", title: "Quay: a # test", url: "https://api.quay.example", authentication: kind, day: "2026-11-22")
    let connector = try ConnectorFile.read(outline.connector, file: "connector.yaml")
    let fixture = try ConnectorFixture(outline.fixture, file: "who-am-i.yaml")
    #expect(await FixtureRun(connector).differences(of: fixture).isEmpty)
  }

  @Test func everyFixtureOfTheCatalogueIsAsRecorded() async throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../Catalogue")
      .standardized
    let catalogue = try ConnectorCatalogue(files: CatalogueFile.inFolder(folder.path))
    for file in try CatalogueFile.inFolder(folder.path) where file.name.hasSuffix("/connector.yaml") {
      let name = String(file.name.prefix { $0 != "/" })
      let read = try ConnectorFile.read(file.text, file: file.name)
      let connector = try #require(catalogue.connector(read.id))
      let fixtures = folder.appending(path: "\(name)/fixtures")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? []
      for each in names.sorted() where each.hasSuffix(".yaml") {
        let text = try String(contentsOf: fixtures.appending(path: each), encoding: .utf8)
        let fixture = try ConnectorFixture(text, file: "\(name)/fixtures/\(each)")
        let found = await FixtureRun(connector, coded: CodedAction.builtIn).differences(of: fixture)
        #expect(found.isEmpty, "\(fixture.name):\n\(found.joined(separator: "\n"))")
      }
    }
  }

  @Test func aListOfFilesIsTriedPageByPage() async throws {
    let fixture = """
      files: list
      folder: "7"
      exchanges:
        - request: {method: GET, url: /v1/items, query: {folder: 7, limit: 100}}
          response: {json: {items: [{id: 1, name: a.jpg, size: "5"}], next: n2}}
        - request: {method: GET, url: "/v1/items?limit=100&after=n2&folder=7"}
          response: {json: {items: [{id: 2, name: b, type: folder}]}}
      items: [{id: "1", kind: file, size: 5, parent: "7"}, {id: "2", kind: folder}]
      """
    #expect(try await differences(fixture).isEmpty)
  }

  @Test func bytesAreReadAndFailuresExpected() async throws {
    let read = """
      files: read
      item: "5"
      exchanges:
        - request: {method: GET, url: "https://api.quay.example/v1/items/5/content", headers: {Authorization: Bearer x}}
          response: {text: hello}
      output: hello
      """
    #expect(try await differences(read).isEmpty)
    let fails = """
      action: readItem
      input: {id: "5"}
      exchanges: [{request: {method: GET, url: /v1/items/5}, response: {status: 403, json: {error: {message: not yours}}}}]
      fails: {code: service_forbidden, message: not yours}
      """
    #expect(try await differences(fails).isEmpty)
  }

  /// What is changed in the fixture, and what is said about it.
  static let changes: [(String, String, String)] = [
    ("/v1/me", "/v1/you", "line 3: url is https://api.quay.example/v1/me, expected /v1/you"),
    ("GET", "POST", "line 3: method is GET, expected POST"),
    ("name: Ada}}}\noutput", "name: Eve}}}\noutput", "output.name is \"Eve\", expected \"Ada\""),
    ("output: {name: Ada}", "output: {}", "output.name is \"Ada\", expected nothing there"),
    ("output: {name: Ada}", "fails: {code: x}", "it went well, expected the failure x"),
    ("}, response", ", headers: {X-A: b}}, response", "line 3: header X-A is missing, expected b"),
    ("{json: {name: Ada}}", "{status: 403}", "it failed with service_forbidden"),
    ("output:", "  - {request: {url: /v1/more}, response: {}}\noutput:", "line 4: GET /v1/more was never sent"),
  ]

  @Test("says what is otherwise", arguments: changes)
  func says(part: String, replacement: String, message: String) async throws {
    let good = """
      action: whoAmI
      exchanges:
        - {request: {method: GET, url: /v1/me}, response: {json: {name: Ada}}}
      output: {name: Ada}
      """
    #expect(good.contains(part))
    #expect(try await differences(good).isEmpty)
    let found = try await differences(good.replacing(part, with: replacement))
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test func aFixtureThatIsWrongNamesTheLine() {
    #expect {
      try ConnectorFixture("action: a\nexchange: []\noutput: 1", file: "a.yaml")
    } throws: { error in
      (error as? ConnectorFileError)?.message.contains("a.yaml:2:11: exchange: \"exchange\" isn't known here") == true
    }
  }
}
