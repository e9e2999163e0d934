import Core
import Crypto
import Foundation
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Flows

/// Bodies that are too large to be values.
@Suite struct WebhookFileTests {
  /// Counts what is stored, and keeps none of it.
  private final class Shelf: Sendable {
    struct State {
      var blocks: [Int] = []
      var hash = SHA256()
      var kept: [String] = []
      var discarded = 0
    }

    let state = Mutex(State())

    var files: WebhookFiles {
      WebhookFiles { _ in
        WebhookFiles.Draft(
          append: { bytes in
            self.state.withLock { state in
              state.blocks.append(bytes.count)
              state.hash.update(data: bytes)
            }
          },
          keep: { name, mime in
            self.state.withLock { $0.kept.append("\(name) \(mime)") }
            return ["$file": ["name": .string(name), "from": ["blob": "x"]]]
          }, discard: { self.state.withLock { $0.discarded += 1 } })
      }
    }
  }

  /// Zeros, a megabyte at a time, made when they are asked for.
  private struct Zeros: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let megabytes: Int
    /// Whether the sender hangs up at the end.
    var isCutOff = false

    struct Iterator: AsyncIteratorProtocol {
      let zeros: Zeros
      var left: Int

      mutating func next() async throws -> ByteBuffer? {
        left -= 1
        if left >= 0 { return ByteBuffer(bytes: [UInt8](repeating: 0, count: 1 << 20)) }
        if zeros.isCutOff { throw ByteStreamError.lengthMismatch(promised: 1 << 30, received: 0) }
        return nil
      }
    }

    func makeAsyncIterator() -> Iterator { Iterator(zeros: self, left: megabytes) }
  }

  @Test(arguments: StoreEngine.tested)
  func aLargeBodyBecomesAFileBlockByBlock(engine: StoreEngine) async throws {
    try await withHook(engine, "webhook") { fixture, webhooks, shelf, token in
      let call = WebhookCall(
        token: token,
        headers: ["content-type": "video/mp4", "content-disposition": #"attachment; filename="../../clip.mp4""#],
        body: ByteStream(length: nil, Zeros(megabytes: 30)))
      guard case .started(let receipts, _) = try await webhooks.receive(call) else {
        Issue.record("nothing started")
        return
      }
      shelf.state.withLock { state in
        #expect(state.blocks.reduce(0, +) == 30 << 20)
        #expect(state.blocks.allSatisfy { $0 <= 5 << 20 })
        #expect(state.kept == ["clip.mp4 video/mp4"])
      }
      let trigger = try await fixture.runs.trigger(of: receipts[0].run, as: fixture.principal)
      #expect(trigger["body"] == .null)
      #expect(trigger["file"]?["$file"]?["name"] == "clip.mp4")
      let calls = ReceivedCalls(store: fixture.store, effects: fixture.effects)
      let kept = try await calls.list(as: fixture.principal).items[0]
      #expect(kept.size == 30 << 20 && kept.body == nil && kept.file != nil)
      let again = try await calls.replay(kept.id, as: fixture.principal)
      #expect(try await fixture.runs.trigger(of: again[0], as: fixture.principal)["file"] == trigger["file"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aBodyThatIsCutOffLeavesNothing(engine: StoreEngine) async throws {
    try await withHook(engine, "webhook") { fixture, webhooks, shelf, token in
      let call = WebhookCall(
        token: token, headers: [:], body: ByteStream(length: nil, Zeros(megabytes: 200, isCutOff: true)))
      await #expect(throws: ByteStreamError.self) { _ = try await webhooks.receive(call) }
      shelf.state.withLock { state in
        #expect(state.kept.isEmpty)
        #expect(state.discarded == 1)
      }
      #expect(try await fixture.runs.list(as: fixture.principal).items.isEmpty)
      let kept = try await ReceivedCalls(store: fixture.store, effects: fixture.effects).list(as: fixture.principal)
      #expect(kept.items.map(\.code) == ["body_cut_off"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aLargeBodyWithAWrongSignatureLeavesNothing(engine: StoreEngine) async throws {
    let trigger = "{webhook: {signature: {header: X-Sign}, bodyToFile: always}}"
    try await withHook(engine, trigger) { fixture, webhooks, shelf, token in
      let flow = try await fixture.flows.list(as: fixture.principal).items[0]
      try await fixture.flows.setWebhookSecret(flow.id, Secret("s3cret"), as: fixture.principal)
      var right = HMAC<SHA256>(key: SymmetricKey(data: Array("s3cret".utf8)))
      for _ in 0..<3 { right.update(data: [UInt8](repeating: 0, count: 1 << 20)) }
      let hex = right.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      for (signature, isGood) in [(hex, true), (String(hex.reversed()), false)] {
        let call = WebhookCall(
          token: token, headers: ["x-sign": signature], body: ByteStream(length: nil, Zeros(megabytes: 3)))
        let answer = try? await webhooks.receive(call)
        #expect((answer != nil) == isGood)
      }
      shelf.state.withLock { state in
        #expect(state.kept.count == 1)
        #expect(state.discarded == 1)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoWantsNoFilesRefusesLargeBodies(engine: StoreEngine) async throws {
    try await withHook(engine, "{webhook: {bodyToFile: never}}") { fixture, webhooks, shelf, token in
      let call = WebhookCall(token: token, headers: [:], body: ByteStream(length: nil, Zeros(megabytes: 2)))
      await #expect(throws: ByteStreamError.longer(than: 1 << 20)) { _ = try await webhooks.receive(call) }
      #expect(shelf.state.withLock(\.blocks).isEmpty)
    }
  }

  private func withHook(
    _ engine: StoreEngine, _ trigger: String,
    _ body: @Sendable (FlowFixture, Webhooks, Shelf, String) async throws -> Void
  ) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, effects: .test())
      let shelf = Shelf()
      let webhooks = Webhooks(store: store, effects: fixture.effects, sealer: fixture.sealer, files: shelf.files)
      let flow = try await fixture.flow("name: Hook\ntrigger: \(trigger)\nsteps: [{id: a, action: weir/noop}]")
      _ = try await fixture.flows.setActive(flow.id, true, as: fixture.principal)
      let token = try await fixture.flows.webhook(of: flow.id, as: fixture.principal).token.revealed
      try await body(fixture, webhooks, shelf, token)
    }
  }
}
