import Connections
import Connectors
import Core
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite struct ExchangeRecorderTests {
  private static let actions = """
      act: {title: Act, group: A, description: Acts., method: GET, path: /act}
    """

  @Test func everyExchangeIsHeardOfWithoutTheConnectionsSecrets() async throws {
    let peer = ScriptedPeer([.answer(503, ["error": "later"], [.retryAfter: "1"]), .answer(200, ["ok": true])])
    let bench = try TestBench(
      outbound: peer.outbound, connectors: try PeerConnector.catalogue(head: "", Self.actions),
      connector: "peerConnector-v1.0")
    let heard = Mutex<[JSONObject]>([])
    _ = try await ExchangeRecorder.$current.withValue(
      ExchangeRecorder { exchange in heard.withLock { $0.append(exchange) } }
    ) {
      try await bench.run("peerConnector-v1.0/act")
    }
    let all = heard.withLock { $0 }
    #expect(all.map { $0["response"]?["status"]?.intValue } == [503, 200])
    #expect(all.allSatisfy { $0["request"]?["url"]?.stringValue?.hasSuffix("/act") == true })
    #expect(all.allSatisfy { $0["milliseconds"]?.intValue != nil })
    let secret = bench.tokens.current.secrets.map(\.revealed)
    #expect(secret.allSatisfy { secret in !all.contains { JSONValue.object($0).serialized().contains(secret) } })
  }

  private func record(_ peer: ScriptedPeer, _ input: JSONValue) async throws -> JSONObject {
    let bench = try TestBench(outbound: peer.outbound, connector: "httpConnector-v1.0", coded: HTTPConnector.actions)
    let heard = Mutex<[JSONObject]>([])
    _ = try await ExchangeRecorder.$current.withValue(
      ExchangeRecorder { exchange in heard.withLock { $0.append(exchange) } }
    ) {
      try await bench.run("httpConnector-v1.0/request", input)
    }
    return try #require(heard.withLock { $0 }.first)
  }

  @Test func whatAnActionInCodeSendsAndGetsIsHeardOfWithoutWhatTellsToBeSecret() async throws {
    let peer = ScriptedPeer([
      .answer(200, ["access_token": "planted", "ok": true, "code": "fine"], [.contentType: "application/json"])
    ])
    let heard = try await record(
      peer, ["method": "POST", "url": "/x", "body": "json", "json": ["password": "planted", "name": "quay"]])
    #expect(heard["request"]?["body"] == #"{"password":"•••","name":"quay"}"#)
    #expect(heard["response"]?["body"] == #"{"access_token":"•••","ok":true,"code":"fine"}"#)
    let form = try await record(
      peer, ["method": "POST", "url": "/x", "body": "form", "fields": ["client_secret": "planted", "a": "b"]])
    #expect(form["request"]?["body"] == "client_secret=•••&a=b")
    #expect(!JSONValue.object(heard).serialized().contains("planted"))
  }

  @Test func whatIsNoTextIsOnlyCounted() async throws {
    let peer = ScriptedPeer([.answer(200, ["ok": true], [.contentType: "application/json"])])
    let heard = try await record(
      peer, ["method": "POST", "url": "/x", "body": "text", "text": "\u{1}\u{2}binary", "contentType": "text/plain"])
    #expect(heard["request"]?["body"] == "(8 bytes)")
  }
}
