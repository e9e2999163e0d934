import Core
import Flows
import Persistence
import TestSupport
import Testing

@Suite struct SourceTests {
  private static let text = "# Why.\nname: Commented\nsteps:\n  - {id: one, set: {a: 1}} # here\n"

  @Test(arguments: StoreEngine.tested)
  func whatAPersonWroteStaysWithTheDocumentThatSaysTheSame(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store)
      let (flows, person) = (fixture.flows, fixture.principal)
      let flow = try await flows.createDraft(try FlowDocument.parse(Self.text), in: fixture.team, as: person)
      let document = try await flows.keepSource(Self.text, of: flow.id, as: person)
      #expect(try await flows.source(of: flow.id, saying: document, as: person) == Self.text)
      _ = try await flows.publish(flow.id, as: person)
      let published = try await flows.version(of: flow.id, as: person).document
      #expect(try await flows.source(of: flow.id, saying: published, as: person) == Self.text)
      let other = try FlowDocument.parse("name: Commented\nsteps:\n  - {id: one, set: {a: 2}}\n")
      let written = try await flows.source(of: flow.id, saying: other, as: person)
      let read = try FlowDocument.parse(written)
      #expect(!written.contains("#") && read == other)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlySoManyTextsAreKept(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let clock = TestClock()
      let fixture = try FlowFixture(store: store, effects: clock.effects())
      let flow = try await fixture.flow(Self.text)
      for number in 0..<130 {
        clock.advance(by: .seconds(1))
        try await fixture.flows.keepSource(
          Self.text + "# \(number)\nvars: {n: \(number)}\n", of: flow.id, as: fixture.principal)
      }
      let kept = try await store.read { try $0.row("select count(*) as n from flow_source")?.int("n") }
      #expect(kept == 100)
    }
  }
}
