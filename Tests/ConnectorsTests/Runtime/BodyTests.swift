import Connectors
import Core
import Egress
import HTTPTypes
import TestSupport
import Testing

@Suite("Bodies that aren't JSON")
struct BodyTests {
  private static let connector = """
    connector: shopConnector-v1.0
    title: Shop
    description: A shop.
    provenance: {source: a test, date: "2026-11-22"}
    endpoint: {default: "https://api.shop.test", editable: true}
    authentication: [{kind: bearer}]
    actions:
      form:
        title: Form
        group: G
        description: D
        method: POST
        path: /form
        body: {form: {name: "${input.name}", tag: "${input.tags}"}}
        input: {properties: {name: {type: string}, tags: {type: array}}}
      text:
        title: Text
        group: G
        description: D
        method: POST
        path: /text
        body: {text: "Hello ${input.name}"}
        input: {properties: {name: {type: string}}}
      file:
        title: File
        group: G
        description: D
        method: PUT
        path: /file
        body: {file: "${input.file}"}
        input: {properties: {file: {type: object, format: file}}}
      multipart:
        title: Multipart
        group: G
        description: D
        method: POST
        path: /multipart
        body: {multipart: {note: "${input.note}", upload: "${input.file}"}}
        input: {properties: {note: {type: string}, file: {type: object, format: file}}}
      query:
        title: Query
        group: G
        description: D
        method: GET
        path: /q
        query: {a: "${input.a}", b: "${input.b}"}
        input: {properties: {a: {}, b: {}}}

    """

  private let file = MemoryFile(bytes: Array("bytes".utf8), name: "a\"b.jpg")

  private func run(_ action: String, _ input: JSONValue) async throws -> ScriptedPeer.Asked {
    let peer = ScriptedPeer([.answer(200, ["ok": true])])
    let catalogue = ConnectorCatalogue([try ConnectorFile.read(Self.connector, file: "shop")])
    let bench = try TestBench(
      outbound: peer.outbound, connectors: catalogue, connector: "shopConnector-v1.0", files: ["test": file])
    _ = try await bench.run("shopConnector-v1.0/\(action)", input)
    return try #require(peer.asked.first)
  }

  @Test func formsAreEncodedAndListsRepeatTheName() async throws {
    let asked = try await run("form", ["name": "a&b ü", "tags": ["x", 2]])
    #expect(String(decoding: asked.body, as: UTF8.self) == "name=a%26b%20%C3%BC&tag=x&tag=2")
    #expect(asked.request.headers[.contentType] == "application/x-www-form-urlencoded")
  }

  @Test func textIsSentAsItIs() async throws {
    #expect(String(decoding: try await run("text", ["name": "Ada"]).body, as: UTF8.self) == "Hello Ada")
  }

  @Test func aFileIsStreamedWithItsType() async throws {
    let asked = try await run("file", ["file": file.handle])
    #expect(asked.body == file.bytes)
    #expect(asked.request.headers[.contentType] == "image/jpeg")
  }

  @Test func multipartHoldsFieldsAndFilesAndTellsItsLength() async throws {
    let asked = try await run("multipart", ["note": "n", "file": file.handle])
    let text = String(decoding: asked.body, as: UTF8.self)
    let type = try #require(asked.request.headers[.contentType])
    let boundary = type.dropFirst("multipart/form-data; boundary=".count)
    let expected = [
      "--\(boundary)", "Content-Disposition: form-data; name=\"note\"", "", "n", "--\(boundary)",
      "Content-Disposition: form-data; name=\"upload\"; filename=\"a%22b.jpg\"", "Content-Type: image/jpeg", "",
      "bytes", "--\(boundary)--", "",
    ].joined(separator: "\r\n")
    #expect(text == expected)
    guard case .stream(let stream) = asked.request.body else { return #expect(Bool(false)) }
    #expect(stream.length == Int64(asked.body.count))
  }

  @Test func missingQueryParametersAreLeftOut() async throws {
    #expect(try await run("query", ["a": "x y"]).request.url == "http://peer.test/q?a=x%20y")
    #expect(try await run("query", [:]).request.url == "http://peer.test/q")
  }
}
