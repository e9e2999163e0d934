import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import Testing

@Suite("Requests proved by a token that the connection's own gives")
struct LentTokenTests {
  private func bench(_ peer: ScriptedPeer, page: String = "7") throws -> TestBench {
    let head = "fields: {page: {title: Page, default: \"\(page)\"}}"
    let actions = """
        listPhotos:
          title: A
          group: G
          description: D.
          method: GET
          path: /${settings.page}/photos
          lent: {whose: "${settings.page}", itself: me, path: "/${settings.page}", query: {fields: access_token}, token: access_token}
        listPages: {title: A, group: G, description: D., method: GET, path: /pages}
      """
    return try TestBench(
      outbound: peer.outbound, connectors: try PeerConnector.catalogue(head: head, actions),
      connector: "peerConnector-v1.0")
  }

  private func proofs(_ peer: ScriptedPeer) -> [String?] { peer.asked.map { $0.request.headers[.authorization] } }

  @Test func theTokenIsAskedForOnceAndUsedWhereItIsMeant() async throws {
    let peer = ScriptedPeer([.answer(200, ["access_token": "of-the-page"]), .answer(200, ["data": []])])
    let bench = try bench(peer)
    for _ in 0..<3 { _ = try await bench.run("peerConnector-v1.0/listPhotos") }
    _ = try await bench.run("peerConnector-v1.0/listPages")
    #expect(
      peer.asked.map { $0.request.url.components(separatedBy: "peer.test").last } == [
        "/7?fields=access_token", "/7/photos", "/7/photos", "/7/photos", "/pages",
      ])
    let page = "Bearer of-the-page"
    #expect(proofs(peer) == ["Bearer good", page, page, page, "Bearer good"])
  }

  @Test func whereTheConnectionIsMeantItsOwnTokenStays() async throws {
    let peer = ScriptedPeer([.answer(200, ["data": []])])
    _ = try await bench(peer, page: "me").run("peerConnector-v1.0/listPhotos")
    #expect(proofs(peer) == ["Bearer good"])
  }

  @Test func anotherTokenOfTheConnectionGivesAnotherOne() async throws {
    let peer = ScriptedPeer([
      .answer(200, ["access_token": "first"]), .answer(401, .null), .answer(200, ["access_token": "second"]),
      .answer(200, ["data": []]),
    ])
    _ = try await bench(peer).run("peerConnector-v1.0/listPhotos")
    #expect(proofs(peer) == ["Bearer good", "Bearer first", "Bearer good", "Bearer second"])
  }

  @Test func aServiceThatGivesNoneIsToldInWords() async throws {
    let error = await #expect(throws: ActionError.self) {
      try await bench(ScriptedPeer([.answer(200, ["id": "7"])])).run("peerConnector-v1.0/listPhotos")
    }
    #expect(error?.code == "service_forbidden" && error?.message.contains("\"7\"") == true)
  }

  @Test func theTokenIsInNoFailure() async throws {
    let peer = ScriptedPeer([
      .answer(200, ["access_token": "planted-secret"]), .answer(400, ["message": "planted-secret isn't good"]),
    ])
    let error = await #expect(throws: ActionError.self) { try await bench(peer).run("peerConnector-v1.0/listPhotos") }
    #expect((error.map { JSONValue.object($0.details).serialized() })?.contains("planted-secret") == false)
  }

  @Test func onlySettingsStandInTheRule() {
    let actions = """
        a: {title: A, group: G, description: D., method: GET, path: /x, lent: {whose: "${input.page}", path: /p, token: t}}
      """
    #expect(throws: ConnectorFileError.self) { try PeerConnector.catalogue(actions) }
  }
}
