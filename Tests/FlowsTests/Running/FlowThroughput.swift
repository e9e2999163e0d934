import Core
import Flows
import Foundation
import TestSupport
import Testing

/// How quick the engine is; says so instead of judging, and only when `WEIR_BENCH` is set.
///
///     WEIR_BENCH=1 swift test -c release --filter FlowThroughput
@Suite(.enabled(if: Environment["WEIR_BENCH"] != nil), .serialized) struct FlowThroughput {
  @Test(arguments: StoreEngine.tested)
  func durableStepsOneRunAtATime(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let (ends, end) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
      let fixture = try FlowFixture(store: store, actions: [.telling(end)])
      let flow = try await fixture.flow(Self.yaml(steps: 200, action: "test/tell"))
      try await withWorker(fixture) {
        var times: [Double] = []
        for _ in 0..<5 {
          _ = try await fixture.flows.run(flow.id, as: fixture.principal)
          var iterator = ends.makeAsyncIterator()
          var last: ContinuousClock.Instant?
          for _ in 0..<200 {
            guard let began = await iterator.next() else { return }
            if let last { times.append((began - last) / .milliseconds(1)) }
            last = began
          }
        }
        times.sort()
        print("\(engine): durable step p50 \(times[times.count / 2]) ms, p99 \(times[times.count * 99 / 100]) ms")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func durableStepsWith64RunsAtOnce(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let (ends, end) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
      let fixture = try FlowFixture(store: store, actions: [.telling(end)])
      let flow = try await fixture.flow(Self.yaml(steps: 100))
      for _ in 0..<64 { _ = try await fixture.flows.run(flow.id, as: fixture.principal) }
      let began = ContinuousClock.now
      try await withWorker(fixture) {
        var iterator = ends.makeAsyncIterator()
        for _ in 0..<64 { _ = await iterator.next() }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("\(engine): \(Int(6400 / seconds)) durable steps a second with 64 runs at once (\(seconds) s)")
      }
    }
  }

  private static func yaml(steps: Int, action: String = "weir/noop") -> String {
    "name: Bench\nsteps:\n"
      + (1..<steps).map { "  - {id: s\($0), action: \(action), input: {n: \($0)}}\n" }.joined()
      + "  - {id: last, action: test/tell}\n"
  }

  private func withWorker(_ fixture: FlowFixture, _ body: () async throws -> Void) async throws {
    let working = Task { try await fixture.worker().run() }
    try await body()
    working.cancel()
    _ = try? await working.value
  }
}

extension RegisteredAction {
  /// Tells when it is called.
  fileprivate static func telling(_ end: AsyncStream<ContinuousClock.Instant>.Continuation) -> RegisteredAction {
    .test("tell") { (_) async throws(StepFailure) in
      end.yield(.now)
      return .null
    }
  }
}
