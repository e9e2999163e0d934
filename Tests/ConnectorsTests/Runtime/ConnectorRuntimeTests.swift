import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import TestSupport
import Testing

@Suite("Running an action")
struct ConnectorRuntimeTests {
  private static let asset = "151b33b1-4c30-4968-bbd1-525ad812e357"

  private func envelope(_ payload: JSONValue, errors: JSONValue = []) -> JSONValue {
    ["apiVersion": "1", "warnings": [], "errors": errors, "payload": payload, "meta": ["metaInformation": [:]]]
  }

  @Test func aRequestCarriesTokenKeyVersionAndBody() async throws {
    let peer = ScriptedPeer([.answer(202, envelope(["assetId": .string(Self.asset)]))])
    let bench = try TestBench(outbound: peer.outbound)
    let output = try await bench.run("addKeywords", ["assetId": .string(Self.asset), "keywords": ["quay", "Ü"]])
    let asked = try #require(peer.asked.first)
    #expect(asked.request.method == .post)
    #expect(asked.request.url == "http://peer.test/assets/\(Self.asset)/keywords")
    #expect(asked.request.headers[.authorization] == "Bearer good")
    #expect(asked.request.headers[.testName("Ocp-Apim-Subscription-Key")] == "key")
    #expect(asked.request.headers[.testName("x-mv-api-version")] == "1.2")
    #expect(asked.request.headers[.contentType] == "application/json")
    #expect(asked.json == ["quay", "Ü"])
    #expect(output == ["assetId": .string(Self.asset)])
  }

  @Test func onlyGivenFieldsArePatched() async throws {
    let peer = ScriptedPeer([.answer(200, envelope([:]))])
    let bench = try TestBench(outbound: peer.outbound)
    let attribute = "6f21c3aa-7f34-44c2-86cb-27548c113bec"
    _ = try await bench.run(
      "updateAsset", ["assetId": .string(Self.asset), "title": "T", "attributes": .object([attribute: "a", "x": nil])])
    #expect(
      peer.asked[0].json == [
        ["op": "replace", "path": "/title", "value": "T"],
        ["op": "replace", "path": .string("/attributes/\(attribute)"), "value": "a"],
        ["op": "remove", "path": "/attributes/x"],
      ])
  }

  @Test func wrongInputIsRefusedBeforeAnythingIsSent() async throws {
    let peer = ScriptedPeer([.answer(200, .null)])
    let bench = try TestBench(outbound: peer.outbound)
    await #expect { _ = try await bench.run("readAsset", ["assetId": "x", "asset": 1]) } throws: { error in
      let error = error as? ActionError
      return error?.code == "invalid_input" && error?.retry == .never
        && error?.message
          == "assetId isn't a UUID: \"x\". asset isn't known here; known are assetId, includeSoftDeleted."
    }
    #expect(peer.asked.isEmpty)
  }

  @Test(
    "errors in a 2xx are a failure, in both casings and both places",
    arguments: [
      "{\"apiVersion\":\"1\",\"errors\":[\"Line 2 was skipped.\"],\"payload\":{}}",
      "{\"ApiVersion\":\"1\",\"Meta\":{\"Errors\":[\"Line 2 was skipped.\"]},\"Payload\":{}}",
      "{\"apiVersion\":\"1\",\"Errors\":[{\"message\":\"Line 2 was skipped.\"}],\"payload\":{}}",
    ])
  func errorsInSuccess(body: String) async throws {
    let peer = ScriptedPeer([.text(200, body)])
    let bench = try TestBench(outbound: peer.outbound)
    await #expect { _ = try await bench.run("readAsset", ["assetId": .string(Self.asset)]) } throws: { error in
      let error = error as? ActionError
      return error?.code == "service_reports_errors" && error?.message.contains("Line 2 was skipped.") == true
        && error?.retry == .never
    }
    #expect(peer.asked.count == 1)
  }

  @Test func a401RenewsTheTokenOnceAndRepeats() async throws {
    let peer = ScriptedPeer([.answer(401, .null), .answer(200, envelope(["id": "x"]))])
    let tokens = TestTokens("stale")
    let bench = try TestBench(outbound: peer.outbound, tokens: tokens)
    _ = try await bench.run("currentUser")
    #expect(tokens.renewals == 1)
    #expect(peer.asked.map { $0.request.headers[.authorization] } == ["Bearer stale", "Bearer good"])
  }

  @Test func asecond401IsFinal() async throws {
    let peer = ScriptedPeer([.answer(401, .null)])
    let tokens = TestTokens()
    let bench = try TestBench(outbound: peer.outbound, tokens: tokens)
    await #expect { _ = try await bench.run("currentUser") } throws: {
      ($0 as? ActionError)?.code == "service_unauthorized"
    }
    #expect(tokens.renewals == 1)
    #expect(peer.asked.count == 2)
  }

  @Test func aRefusedSubscriptionKeyFailsAtOnce() async throws {
    let text = "Access denied due to invalid subscription key. Make sure to provide a valid key."
    let peer = ScriptedPeer([.answer(401, ["statusCode": 401, "message": .string(text)])])
    let tokens = TestTokens()
    let bench = try TestBench(outbound: peer.outbound, tokens: tokens)
    await #expect { _ = try await bench.run("currentUser") } throws: { error in
      (error as? ActionError)?.code == "settings_refused"
        && (error as? ActionError)?.message.contains(text.dropLast()) == true
    }
    #expect(tokens.renewals == 0)
    #expect(peer.asked.count == 1)
  }

  @Test func a403NeverRenews() async throws {
    let peer = ScriptedPeer([.answer(403, ["message": "Attribute grouping is not enabled for this library."])])
    let tokens = TestTokens()
    let bench = try TestBench(outbound: peer.outbound, tokens: tokens)
    await #expect { _ = try await bench.run("currentUser") } throws: {
      ($0 as? ActionError)?.code == "service_forbidden"
    }
    #expect(tokens.renewals == 0)
    #expect(peer.asked.count == 1)
  }

  @Test func aRevokedConnectionSaysSo() async throws {
    let peer = ScriptedPeer([.answer(401, .null)])
    let bench = try TestBench(outbound: peer.outbound, tokens: TestTokens("stale", renewed: nil))
    await #expect { _ = try await bench.run("currentUser") } throws: {
      ($0 as? ActionError)?.code == "connection_needs_reconnect"
    }
  }

  @Test func a429IsWaitedOutAsLongAsItAsks() async throws {
    let peer = ScriptedPeer([
      .answer(429, .null, [.retryAfter: "7"]), .answer(503, .null), .answer(200, envelope(["id": "x"])),
    ])
    let bench = try TestBench(outbound: peer.outbound)
    _ = try await bench.run("currentUser")
    #expect(bench.waits.all == [.seconds(7), .seconds(10)])
  }

  @Test func aRetryAfterDateCounts() async throws {
    // The test clock begins at midnight of 2026-01-01.
    let peer = ScriptedPeer([
      .answer(429, .null, [.retryAfter: "Thu, 01 Jan 2026 00:00:09 GMT"]), .answer(200, envelope(["id": "x"])),
    ])
    let bench = try TestBench(outbound: peer.outbound)
    _ = try await bench.run("currentUser")
    #expect(bench.waits.all == [.seconds(9)])
  }

  @Test func aLongWaitIsHandedToTheRun() async throws {
    let peer = ScriptedPeer([.answer(429, .null, [.retryAfter: "3600"])])
    let bench = try TestBench(outbound: peer.outbound)
    await #expect { _ = try await bench.run("currentUser") } throws: {
      ($0 as? ActionError)?.retry == .after(.seconds(3600))
    }
    #expect(bench.waits.all.isEmpty)
  }

  @Test func whatMayHaveHappenedIsNotRepeatedBlindly() async throws {
    let lost = OutboundError.timedOut(host: "peer.test", mayHaveReachedPeer: true)
    let peer = ScriptedPeer([.fails(lost)])
    let bench = try TestBench(outbound: peer.outbound)
    let memory = MemoryCheckpoint()
    // A create with a way to look: the run tries again, and that try looks first.
    await #expect {
      _ = try await bench.run("createCollection", ["name": "A"], checkpoint: memory.checkpoint)
    } throws: {
      ($0 as? ActionError)?.retry == .backOff
    }
    #expect(peer.asked.count == 1)
    #expect(memory.value != nil)
  }

  @Test func aRetryTakesUpWhatAnEarlierTryMade() async throws {
    let memory = MemoryCheckpoint()
    let lost = ScriptedPeer([.fails(.timedOut(host: "peer.test", mayHaveReachedPeer: true))])
    _ = try? await TestBench(outbound: lost.outbound).run(
      "createCollection", ["name": "A"], checkpoint: memory.checkpoint)
    let id = try #require(lost.asked.first?.json["id"])
    let peer = ScriptedPeer([.answer(200, envelope(["id": id, "name": "A"]))])
    let output = try await TestBench(outbound: peer.outbound)
      .run("createCollection", ["name": "A"], checkpoint: memory.checkpoint)
    #expect(output["id"] == id)
    #expect(peer.asked.map(\.request.method) == [.get])
    #expect(peer.asked[0].request.url == "http://peer.test/lightboxes/\(id.stringValue ?? "")")
  }

  @Test func aRetryMakesItWhenNoEarlierTryDid() async throws {
    let memory = MemoryCheckpoint()
    try await memory.checkpoint.save(["sent": true])
    let peer = ScriptedPeer([.answer(404, .null), .answer(201, envelope(["id": "n", "name": "A"]))])
    let output = try await TestBench(outbound: peer.outbound)
      .run("createCollection", ["name": "A"], checkpoint: memory.checkpoint)
    #expect(output["id"] == "n")
    #expect(peer.asked.map(\.request.method) == [.get, .post])
  }

  @Test func aConflictTakesUpTheLinkOfThatName() async throws {
    let links = envelope([
      ["directLinkId": "1", "linkName": "Other", "cdnLink": "https://cdn.test/1"],
      ["directLinkId": "2", "linkName": "Default", "cdnLink": "https://cdn.test/2"],
    ])
    let peer = ScriptedPeer([.answer(409, .null), .answer(200, links)])
    let output = try await TestBench(outbound: peer.outbound).run("createDirectLink", ["assetId": .string(Self.asset)])
    #expect(output["cdnLink"] == "https://cdn.test/2")
  }

  @Test func pagesAreBroughtUpToTheLimit() async throws {
    func page(_ range: Range<Int>) -> JSONValue {
      envelope(["assetCount": 250, "assets": .array(range.map { ["id": JSONValue($0)] })])
    }
    let peer = ScriptedPeer([
      .answer(200, page(0..<100)), .answer(200, page(100..<200)), .answer(200, page(200..<250)),
    ])
    let bench = try TestBench(outbound: peer.outbound)
    let output = try await bench.run("searchAssets", ["search": "quay"])
    #expect(output["count"] == 250)
    #expect(output["total"] == 250)
    #expect(output["isComplete"] == true)
    #expect(peer.asked.map { $0.json["offset"] } == [0, 100, 200])
    #expect(peer.asked[0].json["filters"] == nil)
    let some = try await TestBench(outbound: ScriptedPeer([.answer(200, page(0..<100))]).outbound)
      .run("searchAssets", ["maxItems": 30])
    #expect(some["count"] == 30)
    #expect(some["isComplete"] == false)
  }

  @Test func secretsAreMaskedInTheExchange() async throws {
    let peer = ScriptedPeer([
      .answer(400, ["message": "Token good-token-1 is bad", "uploadUrl": "x"], [.setCookie: "sid=1"])
    ])
    let bench = try TestBench(outbound: peer.outbound, tokens: TestTokens("good-token-1"))
    do {
      _ = try await bench.run("currentUser")
      Issue.record("It went well.")
    } catch {
      let text = error.details.map { "\($0.0)=\($0.1.serialized())" }.joined()
      #expect(!text.contains("good-token-1"))
      #expect(!text.contains("sid=1"))
      #expect(text.contains("/users/current"))
      #expect(text.contains("400"))
    }
  }

  @Test func anAnswerWithoutWhatWasPromisedSaysWhatIsMissing() async throws {
    let peer = ScriptedPeer([.answer(200, ["result": 1])])
    await #expect { _ = try await TestBench(outbound: peer.outbound).run("currentUser") } throws: {
      ($0 as? ActionError)?.message == "MediaValet's answer has no \"payload\"."
    }
  }

  @Test func aRedirectIsNotFollowed() async throws {
    let peer = ScriptedPeer([.answer(302, .null, [.location: "https://evil.test/"])])
    await #expect { _ = try await TestBench(outbound: peer.outbound).run("currentUser") } throws: {
      ($0 as? ActionError)?.code == "service_redirects"
    }
    #expect(peer.asked.count == 1)
  }

  @Test func unknownConnectorsActionsAndConnectionsAreNamed() async throws {
    let bench = try TestBench(outbound: ScriptedPeer([.answer(200, .null)]).outbound)
    await #expect { _ = try await bench.run("mediavaletConnector-v9.0/currentUser") } throws: {
      ($0 as? ActionError)?.message == "There is no connector \"mediavaletConnector-v9.0\"."
    }
    await #expect { _ = try await bench.run("fly") } throws: { ($0 as? ActionError)?.code == "unknown_action" }
    await #expect { _ = try await bench.run("folderConnector-v1.0/listFiles") } throws: {
      ($0 as? ActionError)?.code == "wrong_connection"
    }
  }

  @Test func theCheckCallSaysWhetherAConnectionWorks() async throws {
    let good = try TestBench(outbound: ScriptedPeer([.answer(200, envelope(["id": "x"]))]).outbound)
    try await good.runtime.check(good.connection)
    let bad = try TestBench(outbound: ScriptedPeer([.answer(403, .null)]).outbound)
    await #expect(throws: ActionError.self) { try await bad.runtime.check(bad.connection) }
  }
}
