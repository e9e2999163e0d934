import Connectors
import Core
import Foundation
import HTTPTypes
import Testing

@Suite("Every way to hand out a long list, over a real socket")
struct PagingStyleTests {
  private static func action(_ name: String, _ path: String, query: String = "", _ paging: String) -> String {
    """
      \(name):
        title: List
        group: Items
        description: Lists items.
        method: GET
        path: \(path)
        query: {\(query)}
        paging: {size: 3, \(paging)}
    """
  }

  private static let actions = [
    action(
      "offset", "/offset", query: "start: '${page.offset}', count: '${page.size}'",
      "style: offset, items: data, total: total"),
    action("offsetBare", "/bare", query: "start: '${page.offset}', count: '${page.size}'", "style: offset, items: ."),
    action(
      "page", "/page", query: "page: '${page.number}', size: '${page.size}'", "style: page, first: 0, items: data"),
    action("cursor", "/cursor", query: "after: '${page.cursor}'", "style: cursor, items: data, at: meta.next"),
    action("marker", "/marker", query: "marker: '${page.cursor}'", "style: marker, items: data, at: id"),
    action("nextURL", "/nexturl", "style: nextURL, items: data, at: '@odata\\.nextLink'"),
    action("linkHeader", "/link", "style: linkHeader, items: ."),
  ].joined(separator: "\n")

  /// Eight items, numbered from 0.
  private static let service = LoopbackService { asked, endpoint in
    func items(_ from: Int, _ count: Int = 3) -> JSONValue {
      .array((from..<max(from, min(from + count, 8))).map { ["id": JSONValue($0)] })
    }
    func number(_ name: String) -> Int { asked.query[name].flatMap { Int($0) } ?? 0 }
    switch asked.path {
    case "/offset": return .json(["data": items(number("start"), number("count")), "total": 8])
    case "/bare": return .json(items(number("start"), number("count")))
    case "/page": return .json(["data": items(number("page") * number("size"), number("size"))])
    case "/cursor":
      let at = number("after")
      return .json(["data": items(at), "meta": ["next": at + 3 < 8 ? .string(String(at + 3)) : .null]])
    case "/marker":
      return .json(["data": items(asked.query["marker"].flatMap { Int($0) }.map { $0 + 1 } ?? 0)])
    case "/nexturl":
      let at = number("at")
      let next: JSONValue = at + 3 < 8 ? .string("\(endpoint)/nexturl?at=\(at + 3)") : .null
      return .json(["data": items(at), "@odata.nextLink": next])
    default:
      let at = number("at")
      var headers: HTTPFields = [:]
      headers[.testName("Link")] =
        at + 3 < 8
        ? "<\(endpoint)/link?at=0>; rel=\"first\", <\(endpoint)/link?at=\(at + 3)>; rel=\"next\""
        : "<\(endpoint)/link?at=0>; rel=\"first\""
      return .json(items(at), headers: headers)
    }
  }

  private static let styles = ["offset", "offsetBare", "page", "cursor", "marker", "nextURL", "linkHeader"]

  private func ids(_ items: [JSONValue]?) -> [Int64] { (items ?? []).compactMap { $0["id"]?.intValue } }

  @Test("all items are gathered", arguments: styles)
  func gathered(style: String) async throws {
    let catalogue = try PeerConnector.catalogue(Self.actions)
    try await Self.service.run { endpoint, outbound in
      let bench = try TestBench(
        outbound: outbound, connectors: catalogue, connector: "peerConnector-v1.0", endpoint: endpoint)
      let output = try await bench.run("peerConnector-v1.0/\(style)")
      #expect(ids(output["items"]?.arrayValue) == Array(0..<8))
      #expect(output["isComplete"] == true)
      let some = try await bench.run("peerConnector-v1.0/\(style)", ["maxItems": 4])
      #expect(ids(some["items"]?.arrayValue) == Array(0..<4))
      #expect(some["isComplete"] == false)
    }
  }

  @Test("a page at a time, each from what the one before handed out", arguments: styles)
  func pageByPage(style: String) async throws {
    let catalogue = try PeerConnector.catalogue(Self.actions)
    try await Self.service.run { endpoint, outbound in
      var pages: [[Int64]] = []
      var cursor: JSONValue?
      repeat {
        // A runtime of its own each time: nothing but the cursor is carried on, as after a restart.
        let bench = try TestBench(
          outbound: outbound, connectors: catalogue, connector: "peerConnector-v1.0", endpoint: endpoint)
        let page = try await bench.runtime.callPage(
          try TestBench.peer(style), connection: bench.connection, input: [:], cursor: cursor,
          context: ActionContext(idempotencyKey: "page"))
        pages.append(ids(page.items))
        cursor = try page.next.map { try JSONValue(parsing: $0.serialized()) }
      } while cursor != nil && pages.count < 10
      #expect(pages.flatMap { $0 } == Array(0..<8))
      #expect(pages.prefix(2) == [[0, 1, 2], [3, 4, 5]])
    }
  }

  @Test func aPlaceThatWasNotHandedOutIsRefused() async throws {
    let catalogue = try PeerConnector.catalogue(Self.actions)
    try await Self.service.run { endpoint, outbound in
      let bench = try TestBench(
        outbound: outbound, connectors: catalogue, connector: "peerConnector-v1.0", endpoint: endpoint)
      await #expect {
        _ = try await bench.runtime.callPage(
          try TestBench.peer("offset"), connection: bench.connection, input: [:], cursor: "7",
          context: ActionContext(idempotencyKey: "page"))
      } throws: {
        ($0 as? ActionError)?.code == "invalid_cursor"
      }
    }
  }

  @Test func aNextPageOnAnotherHostGetsNothing() async throws {
    let service = LoopbackService { _, endpoint in
      let elsewhere = endpoint.replacing("127.0.0.1", with: "localhost")
      return .json(["data": [["id": 1]], "@odata.nextLink": .string("\(elsewhere)/nexturl?at=3")])
    }
    let catalogue = try PeerConnector.catalogue(Self.actions)
    try await service.run { endpoint, outbound in
      let bench = try TestBench(
        outbound: outbound, connectors: catalogue, connector: "peerConnector-v1.0", endpoint: endpoint)
      await #expect { _ = try await bench.run("peerConnector-v1.0/nextURL") } throws: {
        ($0 as? ActionError)?.code == "page_elsewhere"
      }
    }
    #expect(service.asked.count == 1)
  }

  @Test func aServiceThatSendsTheSamePageForEverIsLeftAlone() async throws {
    let service = LoopbackService { _, _ in .json(["data": [["id": 1]], "meta": ["next": "same"]]) }
    let catalogue = try PeerConnector.catalogue(Self.actions)
    try await service.run { endpoint, outbound in
      let bench = try TestBench(
        outbound: outbound, connectors: catalogue, connector: "peerConnector-v1.0", endpoint: endpoint)
      _ = try await bench.run("peerConnector-v1.0/cursor")
    }
    #expect(service.asked.count == 2)
  }
}
