import Core
import Flows
import Foundation
import Synchronization
import TestSupport
import Testing

/// The gallery's flows run as they are, against actions that pretend.
@Suite struct GalleryTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Examples")

  private static func gallery() throws -> Gallery {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    return try Gallery(
      names.map { name in
        (String(name.dropLast(5)), try String(contentsOf: folder.appending(path: name), encoding: .utf8))
      })
  }

  private static func library(_ assets: [JSONValue], _ calls: Calls) -> [RegisteredAction] {
    let answers: [String: JSONValue] = [
      "searchAssets": ["assets": .array(assets), "count": JSONValue(assets.count), "isComplete": true],
      "listAttributes": [["id": "a1", "name": "Licence until"], ["id": "a2", "name": "Other"]],
      "updateAsset": .null, "addKeywords": .null,
    ]
    return answers.map { name, answer in
      RegisteredAction(name: "mediavaletConnector-v1.0/\(name)", title: name) { call in
        calls.add(name, call.input)
        return answer
      }
    }
  }

  private func output(
    of name: String, on engine: StoreEngine, _ assets: [JSONValue], _ calls: Calls
  ) async throws -> JSONValue {
    let made = Mutex<JSONValue>(.null)
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: Self.library(assets, calls))
      let file = try Self.gallery().flow(name).file()
      let imported = try await fixture.flows.importing(
        file, connections: ["MediaValet": "Ours"], in: fixture.team, as: fixture.principal)
      #expect(imported.problems.isEmpty && imported.flow.isPublished, "\(imported.problems)")
      let run = try await fixture.finished(imported.flow)
      guard case .succeeded(_, let output) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      made.withLock { $0 = output }
    }
    return made.withLock { $0 }
  }

  @Test(arguments: StoreEngine.tested)
  func assetsAreRenamedAndTaggedByTheFirstRuleThatMatches(engine: StoreEngine) async throws {
    let calls = Calls()
    let output = try await output(
      of: "rename-and-tag", on: engine,
      [
        ["id": "1", "title": "IMG_0042", "file": ["fileName": "IMG_0042.jpg"]],
        ["id": "2", "title": "Harbour", "file": ["fileName": "harbour.jpg"]],
        ["id": "3", "title": "Logo LOGO blue", "keywords": ["logo"], "file": ["fileName": "LOGO-blue.svg"]],
        ["id": "4", "title": "Photo DSC 7", "keywords": ["camera"], "file": ["fileName": "DSC_7.jpg"]],
      ], calls)
    #expect(output == [["id": "1", "title": "Photo IMG 0042"], ["id": "3", "title": "Logo LOGO blue"]])
    #expect(calls["updateAsset"] == [["assetId": "1", "title": "Photo IMG 0042"]])
    let tags = calls["addKeywords"].sorted { ($0["assetId"]?.stringValue ?? "") < ($1["assetId"]?.stringValue ?? "") }
    #expect(tags == [["assetId": "1", "keywords": ["camera"]], ["assetId": "3", "keywords": ["brand"]]])
  }

  @Test(arguments: StoreEngine.tested)
  func licencesThatExpireSoonAreMarkedOnce(engine: StoreEngine) async throws {
    let calls = Calls()
    func day(_ days: Double) -> JSONValue {
      .string(String((JSONValue(Date(timeIntervalSinceNow: days * 86_400)).stringValue ?? "").prefix(10)))
    }
    let output = try await output(
      of: "expiring-licences", on: engine,
      [
        ["id": "1", "title": "Later", "attributes": ["a1": day(90)]],
        ["id": "2", "title": "Soon", "attributes": ["a1": day(20)]],
        ["id": "3", "title": "Marked", "attributes": ["a1": day(10)], "keywords": ["licence expires"]],
        ["id": "4", "title": "Never", "attributes": ["a2": day(1)]], ["id": "5", "title": "Bare"],
      ], calls)
    #expect(calls["addKeywords"] == [["assetId": "2", "keywords": ["licence expires"]]])
    #expect(output["marked"] == 1)
    #expect(output["assets"] == [["title": "Marked", "until": day(10)], ["title": "Soon", "until": day(20)]])
  }

  @Test(arguments: StoreEngine.tested)
  func theReportCountsByTypeAndState(engine: StoreEngine) async throws {
    let output = try await output(
      of: "nightly-report", on: engine,
      [
        ["id": "1", "status": 0, "media": ["type": "Image"], "file": ["sizeInBytes": 10]],
        ["id": "2", "status": 2, "media": ["type": "Image"], "file": ["sizeInBytes": 5]], ["id": "3", "status": 0],
      ], Calls())
    #expect(output["total"] == 3 && output["bytes"] == 15 && output["isComplete"] == true)
    #expect(output["types"] == [["type": "Image", "count": 2], ["type": "other", "count": 1]])
    #expect(output["states"] == [["state": "approved", "count": 2], ["state": "pending", "count": 1]])
  }

  @Test func everyFlowOfTheGalleryCanBeReadAndSaysWhatItNeeds() throws {
    let gallery = try Self.gallery()
    #expect(gallery.flows.count >= 5)
    for flow in gallery.flows {
      #expect(FlowReader.read(flow.document).problems.isEmpty, "\(flow.name)")
      #expect(!flow.definition.description.isEmpty && flow.source.hasPrefix("#"))
    }
    #expect(try gallery.flow("rename-and-tag").connections == ["MediaValet": "mediavaletConnector-v1.0"])
    #expect(throws: FlowError.noSuchFlow) { try gallery.flow("gone") }
  }
}

/// What was called with what.
final class Calls: Sendable {
  private let all = Mutex<[(String, JSONValue)]>([])
  func add(_ name: String, _ input: JSONValue) { all.withLock { $0.append((name, input)) } }
  subscript(name: String) -> [JSONValue] { all.withLock { $0.filter { $0.0 == name }.map(\.1) } }
}
