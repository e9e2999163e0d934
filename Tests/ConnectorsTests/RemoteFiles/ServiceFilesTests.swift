import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import Testing

@Suite("Files of any service by its connector's file")
struct ServiceFilesTests {
  static let head = """
    fields: {drive: {title: Drive, default: main}}
    files:
      top: "root-${settings.drive}"
      list:
        - {action: listFolders, input: {folder: "${folder.key}"}, item: {id: id, prefix: "folder:", name: title, folder: {path: title, exists: true}}}
        - {action: listFiles, input: {folder: "${folder.key}"}}
      read: {action: readItem, input: {id: "${item.id}"}}
      changes:
        action: listChanges
        input: {cursor: "${cursor}"}
        items: changes
        item: file
        next: [nextPageToken, newStartPageToken]
        more: {path: nextPageToken, exists: true}
        start: {action: startCursor, cursor: token}
        covers: account
        removed: [{path: removed, equals: true}, {path: file.trashed, equals: true}]
        removedID: fileId
        expired: [{status: 410}, {status: 400, words: [Reset]}]
      item:
        id: id
        name: name
        folder: {path: type, equals: folder}
        file: {path: type, equals: file}
        parent: parents[0]
        path: way
        size: [size, fileSize]
        created: made
        modified: changed
        version: rev
        hashes: {sha256: sums.sha256}
      download: {action: downloadFile, input: {id: "${item.id}"}}
      upload: {action: uploadFile, input: {folder: "${folder.key}", name: "${name}", file: "${file}"}, result: item}
      makeFolder: {action: makeFolder, input: {folder: "${folder.key}", name: "${name}"}}
      remove: {action: removeItem, input: {id: "${item.id}"}}
    """
  static let actions = """
      listFolders:
        {title: A, group: G, description: D., method: GET, path: "/folders", query: {in: "${input.folder}"}, output: {select: data}, input: {properties: {folder: {type: string}}}}
      listFiles:
        title: A
        group: G
        description: D.
        method: GET
        path: /files
        query: {in: "${input.folder}", page: "${page.cursor}"}
        paging: {style: cursor, items: data, at: next}
        input: {properties: {folder: {type: string}}}
      readItem:
        {title: A, group: G, description: D., method: GET, path: "/items/${input.id}", input: {properties: {id: {type: string}}, required: [id]}}
      listChanges:
        {title: A, group: G, description: D., method: GET, path: /changes, query: {since: "${input.cursor}"}, input: {properties: {cursor: {type: string}}, required: [cursor]}}
      startCursor: {title: A, group: G, description: D., method: GET, path: /cursor}
      downloadFile:
        title: A
        group: G
        description: D.
        method: POST
        path: /download
        headers: {X-Arg: {json: {id: "${input.id}"}}}
        input: {properties: {id: {type: string}}, required: [id]}
        output: {file: {}}
      uploadFile:
        title: A
        group: G
        description: D.
        method: POST
        path: /upload/${input.folder}
        query: {name: "${input.name}"}
        body: {file: "${input.file}"}
        input: {properties: {folder: {type: string}, name: {type: string}, file: {type: object, format: file}}, required: [folder, name, file]}
      makeFolder:
        {title: A, group: G, description: D., method: POST, path: /folders, body: {json: {name: "${input.name}"}}, input: {properties: {folder: {type: string}, name: {type: string}}}}
      removeItem:
        {title: A, group: G, description: D., method: DELETE, path: "/items/${input.id}", input: {properties: {id: {type: string}}, required: [id]}}
    """

  private func files(
    _ lines: [ScriptedPeer.Line], head: String = Self.head
  ) async throws -> (ServiceFiles, ScriptedPeer, TestBench) {
    let peer = ScriptedPeer(lines)
    let bench = try TestBench(
      outbound: peer.outbound, connectors: try PeerConnector.catalogue(head: head, Self.actions),
      connector: "peerConnector-v1.0", files: ["test": MemoryFile(bytes: [1, 2, 3])])
    return (try await bench.runtime.files(of: bench.connection), peer, bench)
  }

  private func failure(_ work: () async throws -> Void) async -> ActionError? {
    do {
      try await work()
      return nil
    } catch { return ActionError(error) }
  }

  @Test func aFolderIsListedByAllItsListingsPageByPage() async throws {
    let (files, peer, _) = try await files([
      .answer(200, ["data": [["id": "7", "title": "Album"]]]),
      .answer(200, ["data": [["id": 8, "name": "a/b.jpg", "type": "file", "size": "12"]], "next": "p2"]),
      .answer(200, ["data": [["id": "root-main", "type": "folder"], ["id": "9", "type": "shortcut"]]]),
    ])
    let first = try await files.list("", isDeep: false, next: nil)
    #expect(first.items.map(\.id) == ["folder:7"] && first.items[0].kind == .folder)
    let second = try await files.list("", isDeep: false, next: first.next)
    #expect(second.items.map(\.id) == ["8"] && second.items[0].size == 12 && second.items[0].parent == "root-main")
    let third = try await files.list("", isDeep: false, next: second.next)
    // The folder itself and what is neither file nor folder aren't items of it.
    #expect(third.items.isEmpty && third.next == nil)
    #expect(
      peer.asked.map { $0.request.url.components(separatedBy: "peer.test").last } == [
        "/folders?in=root-main", "/files?in=root-main", "/files?in=root-main&page=p2",
      ])
  }

  @Test func aListThatBeginsWithTheNewestEndsAtTheFirstThatIsOlder() async throws {
    let head = """
      files:
        list: {action: listFiles}
        changes: {action: listFiles, start: {time: iso8601}, newestFirst: true, covers: account}
        item: {id: id, name: name, modified: changed}
      """
    let actions = """
        listFiles:
          {title: A, group: G, description: D., method: GET, path: /files, query: {after: "${page.cursor}"}, paging: {style: cursor, items: data, at: next}}
      """
    let peer = ScriptedPeer([
      .answer(200, ["data": [["id": "3", "changed": "2026-11-22T12:00:00Z"]], "next": "p2"]),
      .answer(
        200,
        [
          "data": [["id": "2", "changed": "2026-11-22T10:00:01Z"], ["id": "1", "changed": "2026-11-22T09:59:59Z"]],
          "next": "p3",
        ]),
    ])
    let bench = try TestBench(
      outbound: peer.outbound, connectors: try PeerConnector.catalogue(head: head, actions),
      connector: "peerConnector-v1.0")
    let files = try await bench.runtime.files(of: bench.connection)
    #expect(!files.abilities.tellsPlaces && files.abilities.topListsFiles)
    let first = try await files.changes("", since: "2026-11-22T10:00:00Z")
    #expect(first.changes.count == 1 && first.hasMore)
    let second = try await files.changes("", since: first.cursor)
    #expect(second.changes.count == 2 && !second.hasMore)
    #expect(peer.asked.count == 2)
  }

  @Test func whatADownloadNeedsIsKeptWithTheItem() async throws {
    let head = Self.head.replacing(
      "input: {id: \"${item.id}\"}}\n  upload", with: "input: {id: \"${item.fields.sizes.0.address}\"}}\n  upload")
    let (files, _, bench) = try await files(
      [.answer(200, ["id": "1", "name": "a", "type": "file", "sizes": [["address": "/big"], ["address": "/small"]]])],
      head: head)
    var item = try #require(try await files.item("1"))
    #expect(item.lead == ["sizes": ["0": ["address": "/big"]]])
    item.fields = .null
    #expect(
      try await files.handle(for: item).origin
        == .connection(bench.connection.description, locator: "action:downloadFile?eyJpZCI6Ii9iaWcifQ"))
  }

  @Test func theKeyOfAFolderIsItsIDWithoutThePrefix() async throws {
    let (files, peer, _) = try await files([.answer(200, ["data": []])])
    _ = try await files.list("folder:7", isDeep: false, next: nil)
    #expect(peer.asked[0].request.url.hasSuffix("/folders?in=7"))
  }

  @Test func badFactsAreLeftOutAndAnItemWithoutAnIDIsAnErrorThatNamesIt() async throws {
    let odd: JSONValue = [
      "id": "1", "type": "file", "way": "/x/Übung.jpg/", "size": -5, "made": "soon", "changed": 1e300, "rev": [1],
      "parents": [], "sums": ["sha256": .null],
    ]
    let (files, _, _) = try await files([.answer(200, odd)])
    let item = try #require(try await files.item("1"))
    #expect(item.name == "Übung.jpg" && item.path == "x/Übung.jpg")
    #expect(item.size == nil && item.createdAt == nil && item.modifiedAt == nil && item.version == nil)
    #expect(item.parent == nil && item.hashes.isEmpty && item.fields == odd)
    let (other, _, _) = try await self.files([.answer(200, ["type": "file", "name": "x"])])
    let error = await failure { _ = try await other.item("1") }
    #expect(error?.code == "unexpected_item" && error?.message.contains("without an id, expected at id") == true)
  }

  @Test func whatIsGoneIsNothing() async throws {
    let (files, _, _) = try await files([.answer(404, ["error": "gone"])])
    #expect(try await files.item("1") == nil)
    try await files.remove("1")
  }

  @Test func changesAreReadWithWhatIsGone() async throws {
    let (files, peer, _) = try await files([
      .answer(200, ["token": "c1"]),
      .answer(
        200,
        [
          "changes": [
            ["fileId": "1", "file": ["id": "1", "name": "a", "type": "file", "rev": "r2"]],
            ["fileId": "2", "removed": true], ["fileId": "3", "file": ["id": "3", "type": "file", "trashed": true]],
            ["fileId": "4", "file": ["id": "4", "type": "drive"]], ["changeType": "drive"],
          ], "nextPageToken": "c2",
        ]),
      .answer(200, ["changes": [], "newStartPageToken": "c3"]),
    ])
    let start = try await files.startCursor("")
    let page = try await files.changes("", since: start)
    #expect(page.cursor == "c2" && page.hasMore)
    guard page.changes.count == 3, case .present(let item) = page.changes[0] else {
      Issue.record("\(page.changes)")
      return
    }
    #expect(item.id == "1" && item.version == "r2")
    #expect(page.changes[1...] == [.removed(id: "2"), .removed(id: "3")])
    let last = try await files.changes("", since: page.cursor)
    #expect(last.cursor == "c3" && !last.hasMore)
    #expect(peer.asked[1].request.url.hasSuffix("/changes?since=c1"))
  }

  static let lookedAt: [(ScriptedPeer.Line, RemoteChanges.Change)] = [
    (
      .answer(200, ["id": "1", "name": "a", "type": "file", "rev": "r3", "tags": ["boat"]]),
      .present(change(["id": "1", "name": "a", "type": "file", "rev": "r3", "tags": ["boat"]], version: "r3"))
    ),
    (.answer(404, ["error": "gone"]), .removed(id: "1")),
    (
      .answer(403, ["error": "not yours"]),
      .present(change(["id": "1", "name": "a", "type": "file", "rev": "r2"], version: "r2"))
    ),
  ]

  private static func change(_ fields: JSONValue, version: String) -> RemoteItem {
    var item = RemoteItem(id: "1", name: "a", kind: .file)
    (item.version, item.fields) = (version, fields)
    return item
  }

  @Test("what changed is read by itself, once, where the list says less of it", arguments: lookedAt)
  func readsAnew(answer: ScriptedPeer.Line, change: RemoteChanges.Change) async throws {
    let head = Self.head.replacing("covers: account", with: "covers: account\n    readsAnew: true")
    let told: JSONValue = ["fileId": "1", "file": ["id": "1", "name": "a", "type": "file", "rev": "r2"]]
    let (files, peer, _) = try await files(
      [
        .answer(200, ["changes": [told, told, ["fileId": "2", "removed": true]], "newStartPageToken": "c2"]), answer,
      ],
      head: head)
    let page = try await files.changes("", since: "c1")
    #expect(page.changes == [change, change, .removed(id: "2")])
    #expect(peer.asked.count == 2)
  }

  @Test("a cursor that isn't known any more says so", arguments: [(410, "gone"), (400, "reset/..")])
  func expired(status: Int, text: String) async throws {
    let (files, _, _) = try await files([.answer(status, ["error": .string(text)])])
    #expect(await failure { _ = try await files.changes("", since: "old") }?.code == "cursor_expired")
    let (other, _, _) = try await self.files([.answer(400, ["error": "wrong"])])
    #expect(await failure { _ = try await other.changes("", since: "old") }?.code == "service_refuses")
  }

  @Test func bytesAreReadThroughTheActionWhenTheHandleIsUsed() async throws {
    let (files, peer, bench) = try await files([
      .answer(200, ["id": "1", "name": "a.jpg", "type": "file", "size": 5]),
      .text(206, "ell", [.contentRange: "bytes 1-3/5"]),
    ])
    let item = try #require(try await files.item("1"))
    let handle = try await files.handle(for: item)
    #expect(handle.size == 5 && handle.name == "a.jpg" && peer.asked.count == 1)
    let travelled = try #require(MediaFileHandle(json: handle.json))
    let bytes = try await bench.runtime.files.open(travelled).stream(1..<4).collect(upTo: 10)
    #expect(bytes == Array("ell".utf8))
    let asked = peer.asked[1].request
    #expect(asked.method == .post && asked.url.hasSuffix("/download") && asked.headers[.range] == "bytes=1-3")
    #expect(asked.headers[.authorization] == "Bearer good")
    #expect(asked.headers[.testName("X-Arg")] == #"{"id":"1"}"#)
  }

  @Test("a handle can't make the connector do anything else", arguments: ["removeItem", "listFiles", "nothing"])
  func forged(action: String) async throws {
    let (_, peer, bench) = try await files([.answer(200, .null)])
    let input = Base64URL.encode(Array(#"{"id":"1"}"#.utf8))
    for locator in ["action:\(action)?\(input)", "action:downloadFile?\(Base64URL.encode(Array("{}".utf8)))"] {
      let handle = MediaFileHandle(
        name: "x", size: nil, origin: .connection(bench.connection.description, locator: locator))
      let error = await failure { _ = try await bench.runtime.files.open(handle).stream() }
      #expect(error?.category == .invalid)
    }
    #expect(peer.asked.isEmpty)
  }

  @Test func aFileIsStoredAndAFolderFoundOrMade() async throws {
    let (files, peer, _) = try await files([
      .answer(200, ["item": ["id": "5", "name": "n.jpg", "type": "file"]]),
      .answer(200, ["data": [["id": "7", "title": "Album"]]]),
      .answer(200, ["data": []]), .answer(200, ["data": []]), .answer(200, ["id": "9", "title": "New"]),
    ])
    let handle = try #require(MediaFileHandle(json: MemoryFile(bytes: [1, 2, 3]).handle))
    let item = try await files.write(
      handle, named: "n.jpg", in: "folder:7", replacing: nil, context: ActionContext(idempotencyKey: "k"))
    #expect(item.id == "5" && item.parent == "folder:7")
    #expect(peer.asked[0].request.url.hasSuffix("/upload/7?name=n.jpg") && peer.asked[0].body == [1, 2, 3])
    #expect(try await files.makeFolder("Album", in: "").id == "folder:7")
    #expect(try await files.makeFolder("New", in: "").id == "folder:9")
  }

  @Test func abilitiesAreThoseOfTheFile() async throws {
    let (files, _, _) = try await files([])
    let abilities = files.abilities
    #expect(abilities.tellsChanges && abilities.cursorCoversAccount && abilities.writes && abilities.reads)
    #expect(!abilities.listsDeep && !abilities.foldersHaveVersions && abilities.idsStay)
    #expect(await failure { _ = try await files.list("", isDeep: true, next: nil) }?.code == "not_offered")
  }

  static let faults: [(String, String, String)] = [
    ("action: listChanges", "action: listAll", "files.changes.action: there is no action \"listAll\""),
    ("{id: \"${item.id}\"}}\n  changes", "{key: \"${item.id}\"}}\n  changes", "\"readItem\" has no input \"key\""),
    ("{id: \"${item.id}\"}}\n  changes", "{}}\n  changes", "\"readItem\" needs \"id\", and it isn't given"),
    ("${cursor}", "${item.id}", "files.changes.input: ${item.id} refers to nothing here"),
    ("${settings.drive}", "${settings.disk}", "files.top: ${settings.disk} refers to nothing here"),
    ("    id: id\n", "", "files.item: \"id\" is missing"),
    ("folder: {path: type, equals: folder}", "folder: type", "files.item.folder: must be a condition"),
    ("    removedID: fileId\n", "", "files.changes.removed: needs a \"removedID\""),
    ("cursor: token", "at: token", "files.changes.start: \"cursor\" is missing"),
    ("prefix: \"folder:\"", "prefix: folder", "must end with a colon"),
    ("covers: account", "covers: all", "files.changes.covers: must be one of account, folder"),
  ]

  @Test("names line, field and fault", arguments: faults)
  func names(part: String, replacement: String, message: String) {
    let text = PeerConnector.text(head: Self.head, Self.actions)
    #expect(ConnectorFile.lint(text).isEmpty)
    #expect(text.contains(part))
    let issues = ConnectorFile.lint(text.replacing(part, with: replacement)).map(\.description)
    #expect(issues.contains { $0.contains(message) }, "\(issues.joined(separator: "\n"))")
  }
}
