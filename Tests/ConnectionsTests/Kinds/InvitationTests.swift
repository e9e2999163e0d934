import Connections
import Core
import Foundation
import Identity
import TestSupport
import Testing

/// Connecting on another person's behalf.
@Suite struct InvitationTests {
  private typealias Bench = ConnectionsBench

  private func token(_ url: Secret) -> Secret {
    Secret(String(url.revealed.split(separator: "/").last ?? ""))
  }

  @Test(arguments: StoreEngine.tested)
  func somebodyWithoutAnAccountConnectsOnce(engine: StoreEngine) async throws {
    try await Bench.running(engine, [Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      let connections = bench.connections
      let (url, invitation) = try await connections.invite(to: made.id, recipient: "Ann of Quay", as: Bench.writer)
      #expect(url.revealed.hasPrefix("https://weir.example/connect/"))
      let link = token(url)
      #expect(try await connections.invitation(link).invitation.recipient == "Ann of Quay")
      bench.services.json("/token", ["access_token": "planted-access"])
      let start = try await connections.beginAuthorization(by: link)
      let answer = AuthorizationReturn(
        state: ConnectionsFixture.query(start.url)["state"], code: Secret("planted-code"))
      // Another browser gets nowhere, with an account or without.
      for principal in [nil, Bench.writer] {
        await #expect(throws: AuthorizationError.stateRefused) {
          try await connections.finishAuthorization(answer, browserNonce: Secret("other"), as: principal)
        }
      }
      let done = try await connections.finishAuthorization(answer, browserNonce: start.browserNonce, as: nil)
      #expect(done.isByInvitation)
      #expect(done.connection.id == made.id)
      #expect(done.connection.state == .healthy)
      #expect(done.connection.owner == Bench.writer.person)
      await #expect(throws: InvitationError.closed) { try await connections.invitation(link) }
      await #expect(throws: InvitationError.closed) { try await connections.beginAuthorization(by: link) }
      let listed = try await connections.invitations(of: made.id, as: Bench.writer)
      #expect(listed.map(\.usedAt) == [bench.clock.now])
      let history = try await connections.history(made.id, as: Bench.writer).map(\.action)
      #expect(history.prefix(2) == ["connection.connected", "connection.invited"])
      #expect(invitation.usedAt == nil)
    }
  }

  @Test func twoWhoHoldALinkCantBothUseIt() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      let connections = bench.connections
      let link = token(try await connections.invite(to: made.id, recipient: "", as: Bench.writer).url)
      bench.services.json("/token", ["access_token": "planted-access"])
      let starts = [
        try await connections.beginAuthorization(by: link), try await connections.beginAuthorization(by: link),
      ]
      func finish(_ start: AuthorizationStart) async throws {
        let state = ConnectionsFixture.query(start.url)["state"]
        _ = try await connections.finishAuthorization(
          AuthorizationReturn(state: state, code: Secret("c")), browserNonce: start.browserNonce, as: nil)
      }
      try await finish(starts[0])
      await #expect(throws: InvitationError.closed) { try await finish(starts[1]) }
      #expect(try await connections.read(made.id, as: Bench.writer).token?.generation == 1)
    }
  }

  @Test func aDeniedConsentLeavesTheLinkOpen() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      let connections = bench.connections
      let link = token(try await connections.invite(to: made.id, recipient: "", as: Bench.writer).url)
      let start = try await connections.beginAuthorization(by: link)
      let answer = AuthorizationReturn(
        state: ConnectionsFixture.query(start.url)["state"], error: "access_denied")
      await #expect(throws: AuthorizationError.self) {
        try await connections.finishAuthorization(answer, browserNonce: start.browserNonce, as: nil)
      }
      #expect(try await connections.invitation(link).connection.id == made.id)
    }
  }

  @Test func aLinkRunsOutIsTakenBackAndGivesWayToANewerOne() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      let connections = bench.connections
      let first = token(try await connections.invite(to: made.id, recipient: "", as: Bench.writer).url)
      let second = token(
        try await connections.invite(to: made.id, recipient: "", lifetime: 3600, as: Bench.writer).url)
      await #expect(throws: InvitationError.closed) { try await connections.invitation(first) }
      bench.clock.advance(by: .seconds(3601))
      await #expect(throws: InvitationError.closed) { try await connections.invitation(second) }
      let third = token(try await connections.invite(to: made.id, recipient: "", as: Bench.writer).url)
      try await connections.withdrawInvitations(of: made.id, as: Bench.writer)
      await #expect(throws: InvitationError.closed) { try await connections.beginAuthorization(by: third) }
      await #expect(throws: InvitationError.closed) { try await connections.invitation(Secret("made-up")) }
    }
  }

  @Test func onlyThoseWhoMayChangeAConnectionMakeALink() async throws {
    try await Bench.running([Bench.connector(Bench.oauth)]) { bench in
      try await bench.enable()
      let made = try await bench.make()
      for role: TeamRole? in [nil, .read, .commenter] {
        await #expect(throws: (any Error).self) {
          try await bench.connections.invite(
            to: made.id, recipient: "", as: ConnectionsFixture.principal(role, number: 5))
        }
      }
    }
  }
}
