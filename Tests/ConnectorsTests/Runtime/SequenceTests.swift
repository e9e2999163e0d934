import Connectors
import Core
import Egress
import Synchronization
import TestSupport
import Testing

@Suite("Actions that are made of several")
struct SequenceTests {
  private static let connector = """
    connector: quayConnector-v1.0
    title: Quay
    description: A place for pictures.
    provenance: {source: a test, date: "2026-11-22"}
    endpoint: {default: "https://api.quay.test", editable: true}
    authentication: [{kind: bearer}]
    actions:
      place: {title: P, group: G, description: D, method: POST, path: /places, idempotent: true, body: {json: {key: "${run.uuid}"}}}
      look:
        title: L
        group: G
        description: D
        method: GET
        path: /places/${input.id}
        input: {properties: {id: {type: string}}, required: [id]}
      upload:
        title: Upload
        group: G
        description: D
        steps:
          - {name: place, action: place}
          - {name: done, action: look, input: {id: "${steps.place.id}"}, until: {path: state, equals: ready}, fails: {path: state, equals: broken}, every: 2s, longest: 10s}
        output: {select: done}
    """

  /// What an action keeps, outside of it.
  private final class Kept: Sendable {
    let value = Mutex<JSONValue?>(nil)

    var checkpoint: Checkpoint {
      Checkpoint(load: { self.value.withLock { $0 } }, save: { value in self.value.withLock { $0 = value } })
    }
  }

  private func bench(_ peer: ScriptedPeer) throws -> TestBench {
    let catalogue = ConnectorCatalogue([try ConnectorFile.read(Self.connector, file: "quay")])
    return try TestBench(outbound: peer.outbound, connectors: catalogue, connector: "quayConnector-v1.0")
  }

  private func run(_ bench: TestBench, _ kept: Kept) async throws -> JSONValue {
    try await bench.runtime.run(
      try #require(ActionReference("quayConnector-v1.0/upload")), connection: bench.connection, input: [:],
      context: ActionContext(idempotencyKey: "run/1", checkpoint: kept.checkpoint))
  }

  @Test func asksAgainUntilItHolds() async throws {
    let peer = ScriptedPeer([
      .answer(200, ["id": "7"]), .answer(200, ["state": "busy"]), .answer(200, ["state": "ready"]),
    ])
    let bench = try bench(peer)
    #expect(try await run(bench, Kept()) == ["state": "ready"])
    #expect(bench.waits.all == [.seconds(2)])
    #expect(peer.asked.last?.request.url == "http://peer.test/places/7")
  }

  @Test func whatIsDoneIsNotDoneAgainByALaterTry() async throws {
    let kept = Kept()
    let broken = ScriptedPeer([.answer(200, ["id": "7"]), .answer(404, ["message": "not yet"])])
    await #expect(throws: ActionError.self) { _ = try await run(try bench(broken), kept) }
    let peer = ScriptedPeer([.answer(200, ["state": "ready"])])
    #expect(try await run(try bench(peer), kept) == ["state": "ready"])
    #expect(peer.asked.count == 1)
  }

  @Test func whatTheServiceGivesUpIsAFailure() async throws {
    let peer = ScriptedPeer([.answer(200, ["id": "7"]), .answer(200, ["state": "broken"])])
    await #expect {
      _ = try await run(try bench(peer), Kept())
    } throws: { error in
      (error as? ActionError)?.code == "service_reports_errors" && (error as? ActionError)?.retry == .never
    }
  }

  @Test func aServiceThatTakesTooLongIsAskedAgainByALaterTry() async throws {
    let busy = Array(repeating: ScriptedPeer.Line.answer(200, ["state": "busy"]), count: 6)
    let peer = ScriptedPeer([.answer(200, ["id": "7"])] + busy)
    await #expect {
      _ = try await run(try bench(peer), Kept())
    } throws: { error in
      (error as? ActionError)?.code == "service_still_working" && (error as? ActionError)?.retry == .backOff
    }
  }

  @Test(
    "what can't work is said when the file is read",
    arguments: [
      ("action: look", "action: gaze", "there is no other action \"gaze\""),
      ("${steps.place.id}", "${steps.spot.id}", "${steps.spot.id} refers to nothing here"),
      ("input: {id: \"${steps.place.id}\"}", "input: {}", "\"look\" needs \"id\", and it isn't given"),
      ("select: done", "select: over", "there is no step \"over\""),
    ])
  func lint(part: String, replacement: String, message: String) {
    #expect(Self.connector.contains(part))
    let issues = ConnectorFile.lint(Self.connector.replacing(part, with: replacement))
    #expect(issues.contains { $0.description.contains(message) }, "\(issues.map(\.description))")
  }
}
