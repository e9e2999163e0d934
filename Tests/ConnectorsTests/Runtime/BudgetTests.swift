import Connections
import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@Suite("What counts against a connection's budget")
struct BudgetTests {
  /// Counts who asks, and hears what becomes of it.
  private final class Counter: Sendable {
    private let state = Mutex<(asked: [String], outcomes: [ConnectionBudget.Outcome])>(([], []))
    var asked: [String] { state.withLock(\.asked) }
    var outcomes: [ConnectionBudget.Outcome] { state.withLock(\.outcomes) }

    var budget: ConnectionBudget {
      ConnectionBudget { request in
        self.state.withLock { $0.asked.append(request.key) }
        return ConnectionBudget.Permit { outcome in self.state.withLock { $0.outcomes.append(outcome) } }
      }
    }
  }

  private let counter = Counter()

  private func bench(_ peer: ScriptedPeer, _ connector: String = "httpConnector-v1.0") throws -> TestBench {
    try TestBench(outbound: peer.outbound, connector: connector, coded: HTTPConnector.actions, budget: counter.budget)
  }

  @Test func aRequestThatAnActionInCodeSendsToItsConnectionCounts() async throws {
    let peer = ScriptedPeer([.answer(429, .null, [.retryAfter: "3"]), .answer(200, [:])])
    let bench = try bench(peer)
    _ = try await bench.run("httpConnector-v1.0/request", ["url": "/x"])
    #expect(counter.asked == [bench.connection.description, bench.connection.description])
    #expect(counter.outcomes.map(\.status) == [429, 200])
    #expect(counter.outcomes.first?.retryAfter == .seconds(3))
  }

  @Test func aRequestToAnotherHostDoesNot() async throws {
    let peer = ScriptedPeer([.answer(200, [:])])
    _ = try await bench(peer).run("httpConnector-v1.0/request", ["url": "https://other.test/x"])
    #expect(peer.asked.count == 1 && counter.asked.isEmpty)
  }

  @Test func aRequestWithoutAnAnswerGivesItsPlaceBack() async throws {
    let lost = OutboundError.timedOut(host: "peer.test", mayHaveReachedPeer: true)
    let bench = try bench(ScriptedPeer([.fails(lost), .answer(200, [:])]))
    _ = try await bench.run("httpConnector-v1.0/request", ["url": "/x"])
    #expect(counter.asked.count == 2 && counter.outcomes.map(\.status) == [nil, 200])
  }

  @Test(
    "What services usually say is understood unasked",
    arguments: [
      (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"], 30.0),
      (["RateLimit-Remaining": "0", "RateLimit-Reset": "12"], 12.0),
      (["X-Rate-Limit-Remaining": "5", "X-Rate-Limit-Reset": "12"], nil), (["X-Other": "0"], nil),
    ] as [([String: String], Double?)])
  func usualHeaders(_ headers: [String: String], _ seconds: Double?) async throws {
    var fields = HTTPFields()
    for (name, value) in headers { fields[.testName(name)] = value }
    _ = try await bench(ScriptedPeer([.answer(200, [:], fields)])).run("httpConnector-v1.0/request", ["url": "/x"])
    #expect(counter.outcomes.map(\.retryAfter) == [seconds.map { .seconds($0) }])
  }

  @Test(
    "Meta's percentages are understood, and its minutes",
    arguments: [
      ("X-App-Usage", #"{"call_count":28,"total_time":25,"total_cputime":25}"#, nil),
      ("X-App-Usage", #"{"call_count":100,"total_time":25,"total_cputime":25}"#, 300.0),
      (
        "X-Business-Use-Case-Usage",
        #"{"7":[{"type":"pages","call_count":9,"estimated_time_to_regain_access":0}],"8":[{"type":"pages","call_count":100,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":12}]}"#,
        720.0
      ), ("X-Business-Use-Case-Usage", #"{"7":[{"type":"pages","total_time":99}]}"#, nil),
      ("X-App-Usage", "no JSON", nil),
    ] as [(String, String, Double?)])
  func usage(_ name: String, _ text: String, _ seconds: Double?) async throws {
    var fields = HTTPFields()
    fields[.testName(name)] = text
    _ = try await bench(ScriptedPeer([.answer(200, [:], fields)])).run("httpConnector-v1.0/request", ["url": "/x"])
    #expect(counter.outcomes.map(\.retryAfter) == [seconds.map { .seconds($0) }])
    #expect(counter.outcomes.map(\.remaining) == [seconds == nil ? nil : 0])
  }

  @Test func aTimeIsToldFromANumberOfSeconds() async throws {
    let clock = TestClock()
    var fields = HTTPFields()
    fields[.testName("X-RateLimit-Remaining")] = "0"
    fields[.testName("X-RateLimit-Reset")] = String(Int(clock.now.timeIntervalSince1970) + 90)
    _ = try await bench(ScriptedPeer([.answer(200, [:], fields)])).run("httpConnector-v1.0/request", ["url": "/x"])
    let wait = try #require(counter.outcomes.first?.retryAfter)
    #expect(wait > .seconds(88) && wait < .seconds(92))
  }
}

@Suite("Files behind a connection")
struct ServiceFileTests {
  private func source(_ peer: ScriptedPeer, asked: @escaping @Sendable () -> Void) throws -> (
    FileSources, MediaFileHandle
  ) {
    let effects = TestClock().effects()
    let id: ConnectionID = effects.id()
    let connection = Connection(
      id: id, team: effects.id(), name: "peer", connector: "httpConnector-v1.0", endpoint: "http://peer.test",
      authentication: .bearer, health: ConnectionHealth(.healthy, since: effects.now()), owner: effects.id(),
      createdAt: effects.now(), changedAt: effects.now())
    let access = ConnectionAccess(
      connection: { _ in connection }, authorization: { _, _ in TestTokens().current },
      rejected: { _, _ in TestTokens().current })
    let budget = ConnectionBudget { _ in
      asked()
      return ConnectionBudget.Permit { _ in }
    }
    let source = ServiceFileSource(
      access: access, outbound: peer.outbound, shelf: CatalogueShelf(try ConnectorCatalogue.shipped()), budget: budget,
      effects: effects)
    let handle = MediaFileHandle(
      name: "a.bin", size: 3, origin: .connection(id.description, locator: "/files/a.bin"))
    return (FileSources(connections: source), handle)
  }

  @Test func readingOneCountsAgainstTheConnectionsBudget() async throws {
    let asked = Mutex(0)
    let (files, handle) = try source(ScriptedPeer([.text(200, "abc")])) { asked.withLock { $0 += 1 } }
    let bytes = try await files.open(handle).stream().collect(upTo: 10)
    #expect(bytes == Array("abc".utf8) && asked.withLock { $0 } == 1)
  }

  @Test func aServiceThatAsksForPatienceIsLeftAloneForThatLong() async throws {
    let peer = ScriptedPeer([.answer(429, .null, [.retryAfter: "120"])])
    let (files, handle) = try source(peer) {}
    await #expect(throws: FileSourceError.busy(name: "a.bin", status: 429, seconds: 120)) {
      _ = try await files.open(handle).stream()
    }
    #expect(ActionError(FileSourceError.busy(name: "a", status: 429, seconds: 120)).retry == .after(.seconds(120)))
    #expect(ActionError(TransferError.busy(place: "a", status: 503, seconds: 7)).retry == .after(.seconds(7)))
    #expect(ActionError(TransferError.busy(place: "a", status: 503, seconds: nil)).retry == .backOff)
  }
}
