import Connectors
import Core
import Egress
import HTTPTypes
import Testing

@Suite("Habits of services that connector files name")
struct ServiceHabitTests {
  private static let head = """
    expect: [{path: ok, differs: false, messages: [error]}]
    errors: {messages: [error], meanings: [{words: [not_there], means: notFound}]}
    """
  private static let actions = """
      list:
        title: A
        group: G
        description: D.
        method: POST
        path: /list
        body: {json: {path: "${input.folder}"}}
        paging: {style: cursor, items: entries, at: cursor, more: {path: more, equals: true}, then: {path: /list/continue, body: {json: {cursor: "${page.cursor}"}}}}
        input: {properties: {folder: {type: string}}}
      get: {title: A, group: G, description: D., method: GET, path: /get, nothing: [404]}
      download: {title: A, group: G, description: D., method: GET, path: /download, output: {file: {refuses: [text/html]}}}
      whole:
        title: A
        group: G
        description: D.
        upload:
          file: ${input.file}
          start: {method: GET, path: /start, query: {length: "${block.total}"}}
          whole: {method: POST, url: "${upload.url}"}
          finish: {method: POST, path: /finish, body: {json: {id: "${upload.id}"}}}
        input: {properties: {file: {type: object, format: file}}, required: [file]}
      sized:
        title: A
        group: G
        description: D.
        upload:
          file: ${input.file}
          cut: {size: part_size}
          digest: sha1
          start: {method: POST, path: /start}
          block: {method: PUT, path: /block, headers: {Content-Range: "${block.range}"}}
          finish: {method: POST, path: /finish, headers: {Digest: "sha=${upload.digest}"}}
        input: {properties: {file: {type: object, format: file}}, required: [file]}
      parts:
        title: A
        group: G
        description: D.
        upload:
          file: ${input.file}
          cut: {parts: data.urls, size: size}
          start: {method: POST, path: /start}
          block: {method: PUT, url: "${block.part.url}"}
        input: {properties: {file: {type: object, format: file}}, required: [file]}
    """
  private let file = MemoryFile(bytes: Array("hello".utf8), name: "a.jpg")

  private func run(
    _ action: String, _ input: JSONValue = [:], _ lines: [ScriptedPeer.Line]
  ) async throws -> (output: JSONValue, asked: [ScriptedPeer.Asked]) {
    let peer = ScriptedPeer(lines)
    let bench = try TestBench(
      outbound: peer.outbound, connectors: try PeerConnector.catalogue(head: Self.head, Self.actions),
      connector: "peerConnector-v1.0", files: ["test": file], answers: .keepingNothing)
    let output = try await bench.run("peerConnector-v1.0/\(action)", input)
    return (output, peer.asked)
  }

  @Test func laterPagesAreAskedForElsewhereUntilThereAreNoMore() async throws {
    let (output, asked) = try await run(
      "list", ["folder": "/a"],
      [
        .answer(200, ["entries": [1], "cursor": "c1", "more": true]),
        .answer(200, ["entries": [], "cursor": "c2", "more": true]),
        .answer(200, ["entries": [2], "cursor": "c3", "more": false]),
      ])
    #expect(output["items"] == [1, 2] && output["isComplete"] == true)
    #expect(
      asked.map(\.request.url) == ["http://peer.test/list"]
        + Array(repeating: "http://peer.test/list/continue", count: 2))
    #expect(asked.map(\.json) == [["path": "/a"], ["cursor": "c1"], ["cursor": "c2"]])
  }

  @Test("what a failure means counts where it says that there is nothing", arguments: [200, 400])
  func nothing(status: Int) async throws {
    #expect(try await run("get", [:], [.answer(status, ["ok": false, "error": "not_there"])]).output == .null)
    await #expect(throws: ActionError.self) {
      try await run("get", [:], [.answer(status, ["ok": false, "error": "other"])])
    }
  }

  @Test func aFileOnAnotherHostIsFetchedWithoutCredentials() async throws {
    let (output, asked) = try await run(
      "download", [:],
      [.answer(302, .null, [.location: "https://store.test/x"]), .answer(200, "bytes", [.contentType: "image/png"])])
    #expect(output["size"] == 7 && output["mime"] == "image/png")
    #expect(asked[0].request.headers[.authorization] == "Bearer good")
    #expect(asked[1].request.url == "https://store.test/x" && asked[1].request.headers[.authorization] == nil)
  }

  @Test func aServiceThatSendsInCirclesIsLeft() async throws {
    await #expect(throws: ActionError.self) {
      try await run("download", [:], [.answer(302, .null, [.location: "/download"])])
    }
  }

  @Test func aPageInPlaceOfTheFileIsNoFile() async throws {
    do {
      _ = try await run("download", [:], [.answer(200, "Sign in", [.contentType: "text/HTML; charset=utf-8"])])
      Issue.record("the page was taken for the file")
    } catch let error as ActionError {
      #expect(error.code == "no_file" && error.message.contains("text/HTML"))
    }
  }

  @Test func aFileGoesInOneRequestWhereTheServiceWantsIt() async throws {
    let (_, asked) = try await run(
      "whole", ["file": file.handle],
      [.answer(200, ["url": "https://store.test/u", "id": "f1"]), .text(200, "OK - 5"), .answer(200, ["ok": true])])
    #expect(asked[0].request.url == "http://peer.test/start?length=5")
    #expect(asked[1].request.method == .post && asked[1].body == file.bytes)
    #expect(asked[1].request.headers[.authorization] == nil)
    #expect(asked[2].json == ["id": "f1"])
  }

  @Test func theServiceSaysHowLargePartsAreAndWantsTheChecksumOfAll() async throws {
    let (_, asked) = try await run(
      "sized", ["file": file.handle],
      [.answer(201, ["part_size": 3]), .answer(200, [:]), .answer(200, [:]), .answer(201, ["ok": true])])
    let range = HTTPField.Name.testName("Content-Range")
    #expect(asked[1...2].map { $0.request.headers[range] } == ["bytes 0-2/5", "bytes 3-4/5"])
    #expect(asked[3].request.headers[.testName("Digest")] == "sha=qvTGHdzF6KLavt4PO0gs2a6pQ00=")
  }

  @Test func everyPartMayHaveAnAddressOfItsOwn() async throws {
    let urls: JSONValue = [
      "data": ["urls": [["size": 4, "url": "https://a.test/1"], ["size": 1, "url": "https://a.test/2"]]]
    ]
    let (_, asked) = try await run("parts", ["file": file.handle], [.answer(201, urls), .answer(200, [:])])
    #expect(asked[1...].map(\.request.url) == ["https://a.test/1", "https://a.test/2"])
    #expect(asked[1...].map(\.body) == [Array("hell".utf8), Array("o".utf8)])
  }

  @Test("parts without a size, or too large to be held, are refused", arguments: [nil, 0, 1 << 40] as [Int64?])
  func wrongParts(size: Int64?) async throws {
    await #expect(throws: ActionError.self) {
      try await run("sized", ["file": file.handle], [.answer(201, ["part_size": JSONValue(size)])])
    }
  }
}

extension AnswerStore {
  /// Reads everything and keeps nothing.
  fileprivate static let keepingNothing = AnswerStore { bytes, name, mime, _ in
    let all = try await bytes.collect(upTo: 1 << 20)
    return MediaFileHandle(name: name, size: Int64(all.count), mime: mime, origin: .blob("0"))
  }
}
