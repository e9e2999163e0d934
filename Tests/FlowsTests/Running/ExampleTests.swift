import Core
import Flows
import Foundation
import Synchronization
import TestSupport
import Testing

/// The flows in `Examples/` run as they are, against actions that pretend.
@Suite struct ExampleTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Examples")

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  @Test(arguments: StoreEngine.tested)
  func helloGreetsEverybodyInOrder(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let run = try await fixture.finished(
        fixture.flow(Self.text("hello.yaml")), input: ["names": ["Ada", "Grace", "Alan"]])
      guard case .succeeded(_, let output) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(output == ["Hello, Ada.", "Hello, Grace.", "Hello, Alan."])
    }
  }

  @Test(arguments: StoreEngine.tested, [true, false])
  func folderToLibraryUploadsEveryFileWithItsMetadata(engine: StoreEngine, hasCategory: Bool) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let calls = CallLog()
      let fixture = try FlowFixture(store: store, actions: Self.pretended(hasCategory: hasCategory, calls))
      let run = try await fixture.finished(
        fixture.flow(Self.text("folder-to-library.yaml")), input: ["folder": "photos", "keywords": ["new"]])
      guard case .succeeded(_, let output) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(
        output == [
          ["id": "asset of harbour.jpg", "name": "harbour.jpg", "link": "https://cdn/asset of harbour.jpg"],
          ["id": "asset of notes.v2.pdf", "name": "notes.v2.pdf", "link": "https://cdn/asset of notes.v2.pdf"],
        ])
      let made = calls.all
      let uploads = made.filter { $0.action == "uploadAsset" }.map(\.input)
      #expect(Set(uploads.map { $0["title"]?.stringValue }) == ["The harbour", "notes.v2"])
      #expect(uploads.allSatisfy { $0["categories"] == ["c1"] })
      #expect(uploads.contains { $0["keywords"] == ["new", "sea"] })
      #expect(made.count { $0.action == "createCategory" } == (hasCategory ? 0 : 1))
      let filled = made.first { $0.action == "addToCollection" }?.input
      // The items are in hand together, so their calls come in any order.
      let formats = made.filter { $0.action == "createDirectLink" }.compactMap { $0.input["format"]?.stringValue }
      #expect(formats.sorted() == ["JPG", "PDF"])
      #expect(filled == ["collectionId": "l1", "assetIds": ["asset of harbour.jpg", "asset of notes.v2.pdf"]])
    }
  }

  private static func pretended(hasCategory: Bool, _ calls: CallLog) -> [RegisteredAction] {
    let answers: [(String, @Sendable (JSONValue) -> JSONValue)] = [
      (
        "folderConnector-v1.0/listFiles",
        { _ in
          [
            "files": ["harbour.jpg", "notes.v2.pdf"].map {
              ["name": .string($0), "file": ["$file": ["name": .string($0)]]]
            }.json
          ]
        }
      ),
      (
        "folderConnector-v1.0/readMetadata",
        { input in
          let isPicture = input["file"]?["$file"]?["name"] == "harbour.jpg"
          return isPicture ? ["title": "The harbour", "keywords": ["sea"]] : ["title": .null]
        }
      ),
      (
        "mediavaletConnector-v1.0/listCategories",
        { _ in hasCategory ? [["id": "c1", "tree": ["name": "From folders"]]] : [["id": "c0", "tree": ["name": "x"]]] }
      ),
      ("mediavaletConnector-v1.0/createCategory", { _ in ["id": "c1"] }),
      (
        "mediavaletConnector-v1.0/uploadAsset",
        { ["id": .string("asset of \($0["file"]?["$file"]?["name"]?.stringValue ?? "?")")] }
      ),
      ("mediavaletConnector-v1.0/createCollection", { _ in ["id": "l1"] }),
      ("mediavaletConnector-v1.0/addToCollection", { _ in .null }),
      (
        "mediavaletConnector-v1.0/createDirectLink",
        { ["cdnLink": .string("https://cdn/\($0["assetId"]?.stringValue ?? "?")")] }
      ),
    ]
    return answers.map { name, answer in
      // As in the catalogue: folders of the machine need no connection.
      RegisteredAction(name: name, title: name, needsConnection: !name.hasPrefix("folder")) {
        (call) async throws(StepFailure) in
        calls.add(String(name.split(separator: "/")[1]), call.input)
        return answer(call.input)
      }
    }
  }
}

/// What was called with what.
private final class CallLog: Sendable {
  private let calls = Mutex<[(action: String, input: JSONValue)]>([])

  func add(_ action: String, _ input: JSONValue) {
    calls.withLock { $0.append((action, input)) }
  }

  var all: [(action: String, input: JSONValue)] { calls.withLock(\.self) }
}

extension [JSONValue] {
  fileprivate var json: JSONValue { .array(self) }
}
