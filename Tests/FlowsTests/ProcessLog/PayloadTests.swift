import Blobs
import Core
import Flows
import Foundation
import Persistence
import TestSupport
import Testing

@Suite struct PayloadTests {
  private let big = String(repeating: "wide river ", count: 20_000)

  private let source = """
    name: Big
    steps:
      - {id: make, action: test/make, input: {}}
      - {id: hand, action: test/hand, input: {text: "{{ .steps.make.text }}", password: planted-no}}
      - {id: forged, action: test/forge, input: {}}
      - {id: end, action: weir/noop, input: {length: "{{ .steps.make.text | length }}", forged: "{{ .steps.forged }}"}}
    """

  private func fixture(_ store: any Store, _ blobs: any BlobStore, handed: Counter = Counter()) throws -> FlowFixture {
    var fixture = try FlowFixture(
      store: store,
      actions: [
        .test("make") { [big] _ in ["text": .string(big), "token": "abc"] },
        .test("hand") { (call) async throws(StepFailure) in
          if handed.next("hand") == 1 {
            throw StepFailure(code: "not_yet", message: "Not yet.", retry: .backOff)
          }
          return ["length": JSONValue(call.input["text"]?.stringValue?.count ?? 0)]
        },
        .test("forge") { _ in
          ["$payload": ["blob": .string(String(repeating: "a", count: 64)), "bytes": 5]]
        },
      ])
    fixture.blobs = blobs
    return fixture
  }

  @Test(arguments: StoreEngine.tested)
  func largeValuesRestAmongTheBlobsAndStepsSeeThemWhole(engine: StoreEngine) async throws {
    let folder = try TemporaryFolder()
    do {
      try await engine.withStore(FlowsSchema.migrations) { store in
        let fixture = try fixture(store, blobStore(in: folder))
        let run = try await fixture.finished(try await fixture.flow(source))
        guard case .succeeded(_, let output) = run.state else {
          Issue.record("\(run.state)")
          return
        }
        #expect(output["length"] == .int(Int64(big.count)))
        #expect(output["forged"]?["$payload"]?["bytes"] == 5)
        let longest = try await store.read { session in
          try session.row("select max(length(coalesce(input, '')) + length(coalesce(output, ''))) as n from flow_step")?
            .int("n") ?? 0
        }
        #expect(longest < 20_000)
        let log = try await fixture.runs.log(of: run.id, as: fixture.principal)
        let made = try #require(log.entries.first { $0.path == "make" })
        #expect((made.output?.fullLength ?? 0) > big.count)
        #expect(made.output?.value.stringValue?.hasPrefix("{\"text\":\"wide river wide") == true)
        let whole = try await fixture.runs.value(.output, of: "make", in: run.id, as: fixture.principal)
        #expect(whole == ["text": .string(big), "token": "•••"])
        let input = try await fixture.runs.value(.input, of: "hand", in: run.id, as: fixture.principal)
        #expect(input["text"] == .string(big) && input["password"] == "•••")
        await #expect(throws: FlowError.noSuchStep("gone")) {
          try await fixture.runs.value(.output, of: "gone", in: run.id, as: fixture.principal)
        }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoTakesUpARunSeesThemToo(engine: StoreEngine) async throws {
    let folder = try TemporaryFolder()
    do {
      try await engine.withStore(FlowsSchema.migrations) { store in
        let handed = Counter()
        let fixture = try fixture(store, blobStore(in: folder), handed: handed)
        let flow = try await fixture.flow(
          source.replacing("action: test/hand,", with: "action: test/hand, retry: {maxAttempts: 3, backoff: 1ms},"))
        // Each rest is given up, so that every attempt begins from the journal.
        let settings = FlowWorkerSettings(tick: .milliseconds(1), longestRest: .zero)
        let run = try await fixture.finished(flow, settings: settings)
        #expect(run.state.name == "succeeded")
        #expect(handed["hand"] == 2)
        let log = try await fixture.runs.log(of: run.id, as: fixture.principal)
        let hand = try #require(log.entries.first { $0.path == "hand" })
        #expect(hand.output?.value == ["length": .int(Int64(big.count))])
        #expect(hand.tries.map(\.outcome) == ["failed", "succeeded"])
        #expect(hand.tries[0].failure?.code == "not_yet" && hand.tries[0].retryReason?.contains("not_yet") == true)
        #expect(hand.tries[1].retryReason == nil)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theyGoWithTheirRun(engine: StoreEngine) async throws {
    let folder = try TemporaryFolder()
    do {
      try await engine.withStore(FlowsSchema.migrations) { store in
        let clock = TestClock()
        let blobs = blobStore(in: folder)
        let fixture = try fixture(store, blobs)
        let flow = try await fixture.flow(source)
        _ = try await fixture.finished(flow)
        let hashes = try await payloads(store)
        #expect(hashes.count == 2)
        for hash in hashes { #expect(try await blobs.info(hash) != nil) }
        try await fixture.flows.delete(flow.id, as: fixture.principal)
        let sweep = LogSweep(
          retention: Retention(store: store, standard: RetentionRule()), blobs: blobs, effects: clock.effects())
        try await sweep.sweep()
        #expect(try await payloads(store).isEmpty)
        for hash in hashes { #expect(try await blobs.info(hash) == nil) }
      }
    }
  }

  private func payloads(_ store: any Store) async throws -> [ContentHash] {
    try await store.read { session in
      try session.rows("select hash from flow_payload").compactMap { ContentHash(try $0.string("hash")) }
    }
  }
}

func blobStore(in folder: TemporaryFolder) -> DiskBlobStore {
  DiskBlobStore(root: folder.file("blobs"), space: SpaceGuard(path: folder.path, reserve: 0), effects: .live)
}
