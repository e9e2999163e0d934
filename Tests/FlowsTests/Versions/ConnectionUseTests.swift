import Core
import Flows
import Foundation
import Identity
import TestSupport
import Testing

/// Who may use which connection in flows.
@Suite struct ConnectionUseTests {
  private let document: JSONValue = [
    "name": "Uses it",
    "steps": [["id": "call", "action": "test/connected", "connection": "Reserved", "input": [:]]],
  ]

  private var connected: RegisteredAction {
    RegisteredAction(
      name: "test/connected", title: "Connected", inputSchema: ["type": "object"], outputSchema: [:],
      needsConnection: true, takesConnection: true, run: { _ throws(StepFailure) in [:] }, page: nil)
  }

  @Test(arguments: StoreEngine.tested)
  func aReservedConnectionIsAskedAboutWhenAFlowIsSavedPublishedAndRun(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try FlowFixture(store: store, actions: [connected])
      let (flows, team) = (fixture.flows, fixture.team)
      let (writer, manager) = (fixture.principal(role: .write), fixture.principal(role: .manager))
      await #expect(throws: FlowError.self) { try await flows.create(document, in: team, as: writer) }
      #expect(try await flows.validate(document, in: team, as: writer).map(\.field) == ["connection"])
      #expect(try await flows.validate(document, in: team, as: manager).isEmpty)
      let flow = try await flows.create(document, in: team, as: manager)
      // Somebody who may run flows may still not use it.
      await #expect(throws: FlowError.self) { try await flows.run(flow.id, as: writer) }
      let run = try await flows.run(flow.id, as: manager)
      // A draft may be kept; it says what is wrong, and can't be published.
      let draft = try await flows.saveDraft(of: flow.id, document, as: writer)
      #expect(try await flows.problems(of: draft, as: writer).map(\.field) == ["connection"])
      await #expect(throws: FlowError.self) { try await flows.publish(flow.id, as: writer) }
      await #expect(throws: FlowError.self) { try await flows.rollBack(flow.id, to: 1, as: writer) }
      // A run is in the name of whoever started it; what a trigger starts, in the name of whoever published.
      #expect(try await Flows.authority(of: flow.id, run: run.id, in: store) == manager.person)
      #expect(try await Flows.authority(of: flow.id, run: nil, in: store) == manager.person)
    }
  }
}
