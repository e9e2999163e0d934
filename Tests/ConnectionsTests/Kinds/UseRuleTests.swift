import Connections
import Core
import Foundation
import Identity
import TestSupport
import Testing

@Suite struct UseRuleTests {
  private typealias Bench = ConnectionsBench

  @Test func aRuleNamesRolesAndPeople() {
    let ann = ConnectionsFixture.principal(.write, number: 3).person
    let ben = ConnectionsFixture.principal(.write, number: 4).person
    let rule = UseRule.only(roles: [], people: [ann])
    #expect(rule.allows(ann, role: .write))
    #expect(!rule.allows(ben, role: .write))
    #expect(rule.allows(ben, role: .manager))
    // Whoever left the team may nothing, named or not.
    #expect(!rule.allows(ann, role: nil))
    #expect(!UseRule.team.allows(ann, role: nil))
    #expect(UseRule.team.allows(ben, role: .write))
  }

  @Test(arguments: StoreEngine.tested)
  func aRuleIsKeptAndTakenAway(engine: StoreEngine) async throws {
    try await Bench.running(engine, [Bench.connector(AuthenticationTemplate(.none))]) { bench in
      let person = ConnectionsFixture.principal(.write, number: 3).person
      let rule = UseRule.only(roles: [.write], people: [person])
      let made = try await bench.make { $0.use = rule }
      #expect(made.use == rule)
      // Another change leaves it.
      let renamed = try await bench.connections.update(made.id, ConnectionForm(name: "Other"), as: Bench.writer)
      #expect(renamed.use == rule)
      var form = ConnectionForm()
      form.use = .team
      // Whoever is kept out doesn't let themselves in.
      let other = ConnectionsFixture.principal(.write, number: 6)
      await #expect(throws: AccessError.self) { try await bench.connections.update(made.id, form, as: other) }
      #expect(try await bench.connections.update(made.id, form, as: Bench.writer).use == .team)
    }
  }

  @Test func whatAnybodyUsesStays() async throws {
    try await Bench.running([Bench.connector(AuthenticationTemplate(.none))]) { bench in
      var connections = bench.connections
      connections.hooks = ConnectionHooks(usage: { _ in ["the flow \"Nightly\""] })
      connections.hooks.addUsage { _ in ["the source \"Pictures\""] }
      let made = try await bench.make()
      await #expect(
        throws: ConnectionError.inUse(
          name: "Quay", by: ["the flow \"Nightly\"", "the source \"Pictures\""])
      ) { try await connections.delete(made.id, as: Bench.writer) }
    }
  }
}
