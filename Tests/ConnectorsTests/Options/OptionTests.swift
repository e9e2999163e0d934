import Connectors
import Core
import Foundation
import Testing

@Suite("What can be chosen in a form's field")
struct OptionTests {
  private static let actions = """
      move:
        title: Move
        group: A
        description: Moves a file.
        method: POST
        path: /move
        input:
          properties:
            drive: {type: string, x-options: {action: drives, value: id, label: name}}
            folder:
              type: string
              x-options: {action: folders, value: id, label: path.display, input: {drive: "${input.drive}"}, search: query}
            tags: {type: array, items: {type: string, x-options: {action: drives, value: name}}}
      drives:
        {title: Drives, group: A, description: Lists., method: GET, path: /drives, output: {select: list}}
      folders:
        title: Folders
        group: A
        description: Lists folders.
        method: GET
        path: /drives/${input.drive}/folders
        query: {q: "${input.query}", at: "${page.offset}"}
        paging: {style: offset, size: 2, items: data, total: total}
        input: {properties: {drive: {type: string}, query: {type: string}}, required: [drive]}
    """

  private static let service = LoopbackService { asked, _ in
    guard asked.path != "/drives" else { return .json(["list": [["id": "d1", "name": "Harbour"], ["id": "d2"]]]) }
    let wanted = asked.query["q"]
    let all = ["Alpha", "Beta", "Gamma"].filter { name in wanted.map { name.lowercased().contains($0) } ?? true }
    let at = Int(asked.query["at"] ?? "") ?? 0
    let page = all.dropFirst(at).prefix(2).map { name -> JSONValue in
      ["id": .string(name.lowercased()), "path": ["display": .string("/" + name)]]
    }
    return .json(["data": .array(page), "total": JSONValue(all.count)])
  }

  private func options(
    _ field: String, input: JSONValue = [:], search: String? = nil, cursor: JSONValue? = nil
  ) async throws -> OptionPage {
    let catalogue = try PeerConnector.catalogue(Self.actions)
    return try await Self.service.run { endpoint, outbound in
      let bench = try TestBench(
        outbound: outbound, connectors: catalogue, connector: "peerConnector-v1.0", endpoint: endpoint)
      return try await bench.runtime.options(
        for: field, of: try TestBench.peer("move"), connection: bench.connection, input: input, search: search,
        cursor: cursor)
    }
  }

  @Test func aPlainListIsOffered() async throws {
    let page = try await options("drive")
    #expect(page.options.map(\.value) == ["d1", "d2"])
    #expect(page.options.map(\.label) == ["Harbour", "d2"])
    #expect(page.next == nil)
  }

  @Test func aFieldThatDependsOnAnotherWaitsForIt() async throws {
    let page = try await options("folder")
    #expect(page.options.isEmpty)
    #expect(page.missing == ["drive"])
  }

  @Test func aLongListComesPageByPageWithTheOtherFieldsOfTheForm() async throws {
    let first = try await options("folder", input: ["drive": "d1"])
    #expect(first.options.map(\.label) == ["/Alpha", "/Beta"])
    let second = try await options("folder", input: ["drive": "d1"], cursor: first.next)
    #expect(second.options.map(\.value) == ["gamma"])
    #expect(second.next == nil)
  }

  @Test func aSearchIsLeftToTheServiceWhereItCan() async throws {
    let found = try await options("folder", input: ["drive": "d1"], search: "gam")
    #expect(found.options.map(\.value) == ["gamma"])
    let compared = try await options("drive", search: "HARB")
    #expect(compared.options.map(\.value) == ["d1"])
  }

  @Test func elementsOfAListAreChosenToo() async throws {
    #expect(try await options("tags").options.map(\.value) == ["Harbour"])
  }

  @Test func aFieldWithoutAListSaysSo() async throws {
    await #expect { _ = try await options("nothing") } throws: { ($0 as? ActionError)?.code == "no_options" }
  }

  @Test func aListThatIsNotThereIsAFaultOfTheFile() {
    let issues = ConnectorFile.lint(
      PeerConnector.text(
        Self.actions.replacing("{action: drives, value: id, label: name}", with: "{action: x, value: id}")))
    #expect(issues.map(\.problem) == ["drive: its options come from \"x\", and there is no such action"])
  }
}
