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
}
