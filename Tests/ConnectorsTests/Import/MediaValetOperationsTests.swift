import Connectors
import Core
import Foundation
import Testing

@Suite("MediaValet's operations, every one")
struct MediaValetOperationsTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Catalogue/mediavalet").standardized

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
  }

  private func operations() throws -> [String] {
    try text("fixtures/operations.tsv").split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      return "\(fields[1]) \(fields[2])"
    }
  }

  @Test func theGeneratedFileIsWhatTheImporterMakesOfTheDocument() throws {
    let kept = try text("operations.yaml")
    let day = try #require(kept.firstMatch(of: /date: "([0-9-]{10})"/)).1
    let now = try #require(Timestamp.parse("\(day)T12:00:00Z"))
    let made = try ConnectorImporter(now: now).read(
      Array(try text("openapi.yaml").utf8), file: "openapi.yaml", id: ConnectorID("mediavaletConnector-v1.0"))
    #expect(made.yaml == kept)
    #expect(made.definition.actions.count == 311)
  }

  @Test func theShippedConnectorOffersEachOnce() throws {
    let connector = try #require(try ConnectorCatalogue.shipped().connector(named: "mediavaletConnector-v1.0"))
    let wanted = try operations()
    #expect(wanted.count == 312)
    var offered: [String: [String]] = [:]
    // This one reads an asset for the sake of its file; reading it for what the library knows is offered besides.
    for action in connector.actions where action.name != "downloadAsset" {
      for operation in action.operations { offered[operation, default: []].append(action.name) }
    }
    let missing = wanted.filter { offered[ActionDefinition.operation($0)] == nil }
    #expect(missing.isEmpty, "missing: \(missing)")
    let twice = offered.filter { $0.value.count > 1 }
    #expect(twice.isEmpty, "twice: \(twice)")
    #expect(Set(connector.actions.map(\.name)).count == connector.actions.count)
  }

  @Test func handWrittenActionsStayAsTheyAre() throws {
    let file = try #require(CatalogueFile.embedded.first { $0.name == "mediavalet/connector.yaml" })
    let written = try ConnectorFile.read(file.text, file: file.name)
    let shipped = try #require(try ConnectorCatalogue.shipped().connector(written.id))
    #expect(Array(shipped.actions.prefix(written.actions.count)) == written.actions)
  }

  @Test func groupsAreThoseOfTheService() throws {
    let connector = try #require(try ConnectorCatalogue.shipped().connector(named: "mediavaletConnector-v1.0"))
    let counts = Dictionary(grouping: connector.actions, by: \.group).mapValues(\.count)
    #expect(counts["Branded Portals"] == 46)
    #expect(counts["Lightbox"] == 15)
    #expect(counts["Direct Links (CDN)"] == 12)
    #expect(counts["Reports"] == 10)
    #expect(Set(counts.keys).isSuperset(of: ["Assets", "Uploads", "Categories", "Users", "User Groups", "Crop"]))
  }

  @Test func noInputHasAMadeUpNameAndEveryOneATitle() throws {
    let connector = try #require(try ConnectorCatalogue.shipped().connector(named: "mediavaletConnector-v1.0"))
    for action in connector.actions {
      for (name, schema) in action.input.properties {
        #expect(name.wholeMatch(of: /[a-z][A-Za-z0-9]*/) != nil, "\(action.name).\(name)")
        #expect(schema["title"]?.stringValue?.isEmpty == false, "\(action.name).\(name)")
      }
    }
  }

  @Test func listsThatFeedFieldsAreThoseThatAreOffered() throws {
    let connector = try #require(try ConnectorCatalogue.shipped().connector(named: "mediavaletConnector-v1.0"))
    let retrieve = try #require(connector.action("retrieveCategory"))
    #expect(retrieve.input.properties["categoryGuid"]?["x-options"]?["action"] == "listCategories")
  }
}
