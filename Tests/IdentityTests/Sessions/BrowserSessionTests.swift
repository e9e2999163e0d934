import Core
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct BrowserSessionTests {
  @Test(arguments: StoreEngine.tested)
  func aSessionTellsWhoIsCallingUntilItIsSignedOut(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let sessions = house.identity.sessions
      let opened = try await sessions.begin(for: house.administrator.person, address: "192.0.2.1", userAgent: "Test")
      let principal = try await house.identity.principal(session: opened.token.revealed)
      #expect(principal.person == house.administrator.person)
      #expect(principal.scopes == nil && principal.clientID == nil)
      try await sessions.end(token: opened.token.revealed)
      await #expect(throws: SignInError.sessionOver) {
        try await house.identity.principal(session: opened.token.revealed)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theTokenRestsOnlyAsAHash(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let opened = try await house.identity.sessions.begin(
        for: house.administrator.person, address: "", userAgent: "")
      #expect(opened.token.revealed.utf8.count == 43)
      let stored = try await house.store.read { session in
        try session.rows("select token_hash from identity_session").map { try $0.bytes("token_hash") }
      }
      #expect(stored == [TokenHash.of(opened.token.revealed)])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSessionEndsWhenItIsNotUsed(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let token = try await house.identity.sessions.begin(
        for: house.administrator.person, address: "", userAgent: ""
      ).token.revealed
      for _ in 0..<3 {
        house.clock.advance(by: .seconds(7 * 3600))
        _ = try await house.identity.principal(session: token)
      }
      house.clock.advance(by: .seconds(8 * 3600))
      await #expect(throws: SignInError.sessionOver) { try await house.identity.principal(session: token) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSessionEndsAfterAWeekHoweverMuchItIsUsed(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let token = try await house.identity.sessions.begin(
        for: house.administrator.person, address: "", userAgent: ""
      ).token.revealed
      for _ in 0..<27 {
        house.clock.advance(by: .seconds(6 * 3600))
        _ = try await house.identity.principal(session: token)
      }
      house.clock.advance(by: .seconds(6 * 3600))
      await #expect(throws: SignInError.sessionOver) { try await house.identity.principal(session: token) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func signingOutEverywhereElseKeepsThisBrowser(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let person = house.administrator.person
      let here = try await house.identity.sessions.begin(for: person, address: "", userAgent: "")
      let there = try await house.identity.sessions.begin(for: person, address: "", userAgent: "")
      #expect(try await house.identity.sessions.list(of: house.administrator).count == 2)
      try await house.identity.sessions.endAll(of: person, except: here.session.id)
      _ = try await house.identity.principal(session: here.token.revealed)
      await #expect(throws: SignInError.sessionOver) {
        try await house.identity.principal(session: there.token.revealed)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func signingInAgainEndsTheSessionOfThisBrowser(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let person = house.administrator.person
      let old = try await house.identity.sessions.begin(for: person, address: "", userAgent: "").token.revealed
      let new = try await house.identity.sessions.begin(for: person, address: "", userAgent: "", replacing: old)
      #expect(new.token.revealed != old)
      await #expect(throws: SignInError.sessionOver) { try await house.identity.principal(session: old) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func disablingSomebodyEndsTheirSessions(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let somebody = try await house.add("somebody")
      let token = try await house.identity.sessions.begin(for: somebody.person, address: "", userAgent: "").token
      let people = house.identity.people
      _ = try await people.update(somebody.person, PersonChange(isEnabled: false), as: house.administrator)
      await #expect(throws: SignInError.sessionOver) { try await house.identity.principal(session: token.revealed) }
      _ = try await people.update(somebody.person, PersonChange(isEnabled: true), as: house.administrator)
      await #expect(throws: SignInError.sessionOver) { try await house.identity.principal(session: token.revealed) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func tidyingUpTakesAwayOnlyWhatIsOver(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let person = house.administrator.person
      _ = try await house.identity.sessions.begin(for: person, address: "", userAgent: "")
      house.clock.advance(by: .seconds(9 * 3600))
      let alive = try await house.identity.sessions.begin(for: person, address: "", userAgent: "")
      try await house.identity.tidy()
      let left = try await house.store.read { try $0.count("select count(*) as n from identity_session") }
      #expect(left == 1)
      _ = try await house.identity.principal(session: alive.token.revealed)
    }
  }

  @Test func aFormTokenFitsOnlyItsSession() throws {
    let token = CSRFToken.make(for: "session-a")
    try CSRFToken.verify(token, for: "session-a")
    for (given, cookie) in [(token, "session-b"), (token, nil), (nil, "session-a"), ("", "session-a"), (token, "")] {
      #expect(throws: SignInError.forgedForm) { try CSRFToken.verify(given, for: cookie) }
    }
  }

  @Test func theCookieIsBoundToTheHostOverTLSAndPlainOnLoopback() {
    let secure = SessionCookie.session(IdentitySettings(issuer: "https://media.example.org"))
    #expect(secure.set(Secret("abc")) == "__Host-weir=abc; Path=/; HttpOnly; SameSite=Lax; Secure")
    #expect(secure.clear == "__Host-weir=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
    let plain = SessionCookie.session(IdentitySettings(issuer: "http://127.0.0.1:8080"))
    #expect(plain.set(Secret("abc")) == "weir=abc; Path=/; HttpOnly; SameSite=Lax")
  }

  @Test(arguments: [
    ("weir=abc", "abc"), ("a=b; weir=abc; c=d", "abc"), ("weir=abc; weir=abc", "abc"), ("weir=abc; weir=evil", nil),
    ("xweir=abc", nil), ("weir=", nil), ("weir", nil), ("", nil), ("weir-form=abc", nil),
  ])
  func theCookieIsFoundByItsExactName(header: String, value: String?) {
    #expect(SessionCookie.session(IdentitySettings(issuer: "http://localhost")).value(in: header) == value)
  }
}
