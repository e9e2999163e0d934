import Core
import Flows
import Foundation
import Persistence
import TestSupport
import Testing

@Suite struct PublishingTests {
  private func document(_ text: String) throws -> JSONValue {
    try FlowDocument.parse("name: Greeting\nsteps: [{id: say, action: weir/noop, input: {text: \"\(text)\"}}]")
  }

  private let broken = """
    name: Broken
    steps:
      - {id: up, action: test/nothing, connection: Missing, input: {}}
      - {id: sum, set: {a: "{{ .steps.gone }}"}}
    """

  @Test(arguments: StoreEngine.tested)
  func aDraftIsSeenByNoRunUntilItIsPublished(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let (flows, principal) = (fixture.flows, fixture.principal)
      let flow = try await flows.create(document("one"), in: fixture.team, as: principal)
      let draft = try await flows.saveDraft(of: flow.id, document("two"), as: principal)
      #expect(draft.base == 1 && draft.revision == 1)
      #expect(try await fixture.finished(flow).version == 1)
      #expect(try await flows.flow(flow.id, as: principal).draft?.revision == 1)
      let published = try await flows.publish(flow.id, draft: 1, note: "Says two", as: principal)
      #expect(published.version == 2 && published.draft == nil)
      #expect(try await flows.versions(of: flow.id, as: principal).map(\.note) == ["Says two", nil])
      let run = try await fixture.finished(published)
      #expect(run.version == 2)
      guard case .succeeded(_, let output) = run.state else {
        Issue.record("\(run.state)")
        return
      }
      #expect(output == ["text": "two"])
      await #expect(throws: FlowError.noDraft) { try await flows.publish(flow.id, as: principal) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatCannotRunIsKeptAsADraftAndNotPublished(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let (flows, principal) = (fixture.flows, fixture.principal)
      let flow = try await flows.createDraft(FlowDocument.parse(broken), in: fixture.team, as: principal)
      #expect(!flow.isPublished && flow.version == 0 && flow.name == "Broken")
      #expect(try await flows.version(of: flow.id, as: principal).number == 0)
      #expect(try await flows.list(as: principal).items.map(\.id) == [flow.id])
      let error = await #expect(throws: FlowError.self) { try await flows.publish(flow.id, as: principal) }
      guard case .invalid(let problems)? = error else { return }
      #expect(Set(problems.compactMap(\.step)) == ["up", "sum"])
      #expect(problems.allSatisfy { !$0.advice.isEmpty && !$0.field.isEmpty })
      await #expect(throws: FlowError.notPublished) { try await flows.run(flow.id, as: principal) }
      await #expect(throws: FlowError.notPublished) { try await flows.setActive(flow.id, true, as: principal) }
      await #expect(throws: FlowError.notPublished) { try await flows.discardDraft(of: flow.id, as: principal) }
      _ = try await flows.saveDraft(of: flow.id, document("good"), as: principal)
      let published = try await flows.publish(flow.id, as: principal)
      #expect(published.version == 1 && published.isPublished && published.name == "Greeting")
      #expect(try await fixture.finished(published).state.name == "succeeded")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoSavesOnTopOfAnotherIsTold(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let (flows, principal) = (fixture.flows, fixture.principal)
      let flow = try await flows.create(document("one"), in: fixture.team, as: principal)
      _ = try await flows.saveDraft(of: flow.id, document("two"), revision: 0, as: principal)
      await #expect(throws: FlowError.draftConflict(current: 1)) {
        try await flows.saveDraft(of: flow.id, document("three"), revision: 0, as: principal)
      }
      _ = try await flows.saveDraft(of: flow.id, document("three"), revision: 1, as: principal)
      await #expect(throws: FlowError.draftConflict(current: 2)) {
        try await flows.publish(flow.id, draft: 1, as: principal)
      }
      _ = try await flows.update(flow.id, document("four"), as: principal)
      await #expect(throws: FlowError.versionConflict(current: 2)) {
        try await flows.publish(flow.id, draft: 2, as: principal)
      }
      _ = try await flows.saveDraft(of: flow.id, document("five"), revision: 2, base: 2, as: principal)
      #expect(try await flows.publish(flow.id, draft: 3, as: principal).version == 3)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func goingBackPublishesTheOldVersionAsANewOne(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let (flows, principal) = (fixture.flows, fixture.principal)
      let flow = try await flows.create(document("one"), in: fixture.team, as: principal)
      _ = try await flows.update(flow.id, document("two"), as: principal)
      let back = try await flows.rollBack(flow.id, to: 1, note: "Two was wrong", as: principal)
      #expect(back.version == 3)
      let version = try await flows.version(of: flow.id, as: principal)
      #expect(version.rolledBackFrom == 1 && version.document["steps"]?[0]?["input"]?["text"] == "one")
      #expect(try await flows.diff(of: flow.id, from: 1, to: 3, as: principal).isEmpty)
      #expect(try await flows.diff(of: flow.id, from: 2, to: 3, as: principal).steps.map(\.id) == ["say"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRunFinishesOnTheVersionItBeganWith(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let (reached, hasReached) = AsyncStream.makeStream(of: Void.self)
      let (opened, open) = AsyncStream.makeStream(of: Void.self)
      let fixture = try FlowFixture(
        store: store,
        actions: [
          .test("hold") { (call) async throws(StepFailure) in
            hasReached.finish()
            for await _ in opened {}
            return call.input
          }
        ])
      let (flows, principal) = (fixture.flows, fixture.principal)
      let first = try FlowDocument.parse(
        "name: A\nsteps: [{id: hold, action: test/hold, input: {}}, {id: end, action: weir/noop, input: {n: 1}}]")
      let second = try FlowDocument.parse("name: A\nsteps: [{id: end, action: weir/noop, input: {n: 2}}]")
      let flow = try await flows.create(first, in: fixture.team, as: principal)
      let run = try await flows.run(flow.id, as: principal)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await fixture.worker().run() }
        defer { group.cancelAll() }
        for await _ in reached {}
        _ = try await flows.update(flow.id, second, as: principal)
        open.finish()
        let ended = try await fixture.ended(run.id)
        guard case .succeeded(_, let output) = ended.state else {
          Issue.record("\(ended.state)")
          return
        }
        #expect(ended.version == 1 && output == ["n": 1])
      }
    }
  }
}
