import Core
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Flows

/// The journal refuses the writes of whoever has lost a run.
@Suite struct JournalTests {
  @Test(arguments: StoreEngine.tested)
  func aCommitUnderAnOldLeaseIsRefusedAndCostsOthersNothing(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow("{name: Two, steps: [{id: a, action: weir/noop}]}")
      _ = try await fixture.flows.run(flow.id, as: fixture.principal)
      _ = try await fixture.flows.run(flow.id, as: fixture.principal)
      let now = Date()
      let first = try await claim(store, "one", at: now)
      #expect(first.count == 2)
      #expect(try await claim(store, "two", at: now).isEmpty)
      let second = try await claim(store, "two", at: now + 31)
      #expect(Set(second.map(\.lease.run)) == Set(first.map(\.lease.run)))
      let writer = JournalWriter(store: store)
      async let isLateKept = isKept(commit(first[0].lease), by: writer)
      async let isCurrentKept = isKept(commit(second[0].lease), by: writer)
      #expect(try await !isLateKept)
      #expect(try await isCurrentKept)
      let kept = try await store.write {
        try RunStore(session: $0).renew([first[1].lease, second[1].lease], until: now)
      }
      #expect(kept == [second[1].lease.run])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunThatHasEndedTakesNothingMore(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let flow = try await fixture.flow("{name: One, steps: [{id: a, action: weir/noop}]}")
      _ = try await fixture.flows.run(flow.id, as: fixture.principal)
      let lease = try #require(try await claim(store, "one", at: Date()).first).lease
      let writer = JournalWriter(store: store)
      var last = commit(lease)
      last.ending = .ended(.succeeded(output: 1), at: Date())
      try await writer.commit(last)
      await #expect(throws: LeaseLost.self) { try await writer.commit(commit(lease)) }
      #expect(try await claim(store, "one", at: Date() + 3600).isEmpty)
    }
  }

  private func isKept(_ commit: RunCommit, by writer: JournalWriter) async throws -> Bool {
    do {
      try await writer.commit(commit)
      return true
    } catch is LeaseLost {
      return false
    }
  }

  private func claim(_ store: any Store, _ worker: String, at now: Date) async throws -> [ClaimedRun] {
    try await store.write { session in
      try RunStore(session: session).claim(worker: worker, at: now, until: now + 30, limit: 10).sorted {
        $0.lease.run < $1.lease.run
      }
    }
  }

  private func commit(_ lease: Lease) -> RunCommit {
    let record = StepRecord(path: "a", stepID: "a", kind: "action", input: [:], startedAt: Date())
    var commit = RunCommit(lease: lease, revision: 1)
    commit.rows = [RunCommit.Row(record: record, isNew: true)]
    return commit
  }
}
