import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite("Answers whose status doesn't tell the truth")
struct ResponseCheckTests {
  private static let head = """
    expect: [{path: ok, differs: false, messages: [error]}]
    errors:
      messages: [error.message]
      meanings:
        - {words: [ratelimited, slow down], means: rateLimited}
        - {words: [invalid_auth], means: signIn}
        - {status: 403, words: [quota], means: rateLimited}
    rate: {headers: {remaining: X-Remaining, reset: X-Reset, resetAs: seconds}}
    """
  private static let actions = """
      act: {title: Act, group: A, description: Acts., method: POST, path: /act}
      find: {title: Find, group: A, description: Finds., method: GET, path: /find, nothing: [404]}
      strict:
        title: Strict
        group: A
        description: Wants a result.
        method: GET
        path: /strict
        expect: [{path: result.id, exists: true}, {path: problems, empty: true, messages: [problems.0.text]}]
    """

  private func bench(_ lines: [ScriptedPeer.Line], tokens: TestTokens = TestTokens()) throws -> (
    TestBench, ScriptedPeer
  ) {
    let peer = ScriptedPeer(lines)
    let bench = try TestBench(
      outbound: peer.outbound, connectors: try PeerConnector.catalogue(head: Self.head, Self.actions),
      connector: "peerConnector-v1.0", tokens: tokens)
    return (bench, peer)
  }

  private func failure(_ bench: TestBench, _ action: String) async -> ActionError? {
    do {
      _ = try await bench.run("peerConnector-v1.0/\(action)")
      return nil
    } catch { return error }
  }

  @Test func aRefusalInA200IsAFailureWithItsWords() async throws {
    let (bench, _) = try bench([.answer(200, ["ok": false, "error": "channel_not_found"])])
    let error = await failure(bench, "act")
    #expect(error?.code == "service_reports_errors")
    #expect(error?.message == "Peer answers with status 200, yet reports: channel_not_found.")
    #expect(error?.retry == .never)
  }

  @Test func aRateLimitInA200IsWaitedOut() async throws {
    let (bench, peer) = try bench([
      .answer(200, ["ok": false, "error": "ratelimited"], [.retryAfter: "3"]), .answer(200, ["ok": true]),
    ])
    #expect(await failure(bench, "act") == nil)
    #expect(peer.asked.count == 2)
    #expect(bench.waits.all == [.seconds(3)])
  }

  @Test func aRateLimitBehindA403IsWaitedOutAsLongAsTheHeadersSay() async throws {
    let headers: HTTPFields = [.testName("X-Remaining"): "0", .testName("X-Reset"): "7"]
    let (bench, _) = try bench([.answer(403, ["error": ["message": "quota exceeded"]], headers), .answer(200, .null)])
    #expect(await failure(bench, "act") == nil)
    #expect(bench.waits.all == [.seconds(7)])
    let (other, _) = try self.bench([.answer(403, ["error": ["message": "not yours"]])])
    let error = await failure(other, "act")
    #expect(error?.code == "service_forbidden")
  }

  @Test func aLongWaitIsHandedToTheRun() async throws {
    let (bench, _) = try bench([.answer(429, .null, [.retryAfter: "120"])])
    #expect(await failure(bench, "act")?.retry == .after(.seconds(120)))
  }

  @Test func aDeadTokenInA200IsRenewedOnce() async throws {
    let tokens = TestTokens("stale")
    let (bench, peer) = try bench(
      [.answer(200, ["ok": false, "error": "invalid_auth"]), .answer(200, ["ok": true])], tokens: tokens)
    #expect(await failure(bench, "act") == nil)
    #expect(tokens.renewals == 1)
    #expect(peer.asked.last?.request.headers[.authorization] == "Bearer good")
  }

  @Test func nothingIsNoFailureWhereTheActionSaysSo() async throws {
    let (bench, _) = try bench([.answer(404, ["error": ["message": "no such thing"]])])
    let found = try await bench.run("peerConnector-v1.0/find")
    #expect(found == .null)
    #expect(await failure(bench, "strict")?.code == "service_not_found")
  }

  @Test func anActionHasChecksOfItsOwn() async throws {
    let (bench, _) = try bench([.answer(200, ["result": ["id": 1], "problems": [["text": "half of it"]]])])
    #expect(await failure(bench, "strict")?.message.contains("half of it") == true)
    let (empty, _) = try self.bench([.answer(200, ["result": [:]])])
    #expect(await failure(empty, "strict")?.message.contains("result.id isn't as it must be") == true)
  }

  @Test func theBudgetIsToldHowEveryRequestWent() async throws {
    let outcomes = Mutex<[ConnectionBudget.Outcome]>([])
    let peer = ScriptedPeer([
      .answer(429, .null, [.retryAfter: "2"]),
      .answer(200, ["ok": true], [.testName("X-Remaining"): "41", .testName("X-Reset"): "60"]),
    ])
    let budget = ConnectionBudget { request in
      #expect(request.connector.description == "peerConnector-v1.0")
      return ConnectionBudget.Permit { outcome in outcomes.withLock { $0.append(outcome) } }
    }
    let bench = try TestBench(
      outbound: peer.outbound, connectors: try PeerConnector.catalogue(head: Self.head, Self.actions),
      connector: "peerConnector-v1.0", budget: budget)
    #expect(await failure(bench, "act") == nil)
    let told = outcomes.withLock { $0 }
    #expect(told.map(\.status) == [429, 200])
    #expect(told[0].retryAfter == .seconds(2))
    #expect(told[1].remaining == 41 && told[1].resetsIn == .seconds(60) && told[1].retryAfter == nil)
  }
}
