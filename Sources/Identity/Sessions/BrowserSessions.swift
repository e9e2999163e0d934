import Core
import Foundation
import Persistence

/// Begins, finds and ends browser sessions.
package struct BrowserSessions: Sendable {
  /// How often the last use is written down, in seconds; more often would cost a write per request.
  static let touchInterval: TimeInterval = 60

  let store: any Store
  let effects: Effects
  let settings: IdentitySettings

  /// Begins a session for somebody whose password was just checked. Always a new token, so that one planted before the
  /// sign-in is worth nothing.
  /// - Parameter replaced: the cookie's value until now; that session ends.
  package func begin(for person: PersonID, address: String, userAgent: String, replacing replaced: String? = nil)
    async throws -> OpenedSession
  {
    let now = effects.now()
    let token = Secret(effects.token())
    let opened = BrowserSession(
      id: effects.id(), person: person, authenticatedAt: now, usedAt: now,
      endsAt: now.addingTimeInterval(settings.sessionLifetime), address: Self.printable(address),
      userAgent: Self.printable(userAgent))
    try await store.write { transaction in
      if let replaced { try BrowserSessionStore.end(token: replaced, in: transaction) }
      try BrowserSessionStore.insert(opened, token: token, in: transaction)
    }
    return OpenedSession(session: opened, token: token)
  }

  /// The session with this cookie's value.
  /// - Throws: ``SignInError/sessionOver`` when it is unknown, too old, unused for too long, or its owner is disabled.
  package func find(token: String) async throws -> ActiveSession {
    let now = effects.now()
    let found = try await store.read { transaction -> (BrowserSession, Principal)? in
      guard let session = try BrowserSessionStore.session(token: token, in: transaction),
        let principal = try PrincipalStore.principal(session.person, in: transaction)
      else { return nil }
      return (session, principal)
    }
    guard let (session, principal) = found, now < session.endsAt,
      now < session.usedAt.addingTimeInterval(settings.sessionIdleLifetime)
    else { throw SignInError.sessionOver }
    if now.timeIntervalSince(session.usedAt) >= Self.touchInterval {
      try await store.write { try BrowserSessionStore.touch(session.id, at: now, in: $0) }
    }
    return ActiveSession(session: session, principal: principal, csrf: CSRFToken.make(for: token))
  }

  /// The person's sessions, the last used first.
  package func list(of principal: Principal) async throws -> [BrowserSession] {
    let now = effects.now()
    return try await store.read { try BrowserSessionStore.list(of: principal.person, in: $0) }
      .filter { now < $0.endsAt && now < $0.usedAt.addingTimeInterval(settings.sessionIdleLifetime) }
  }

  /// Signs out this browser. An unknown token is no error.
  package func end(token: String) async throws {
    try await store.write { try BrowserSessionStore.end(token: token, in: $0) }
  }

  /// Signs the person out everywhere, or everywhere else.
  package func endAll(of person: PersonID, except kept: BrowserSessionID? = nil) async throws {
    try await store.write { try BrowserSessionStore.endAll(of: person, except: kept, in: $0) }
  }

  private static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }).prefix(200))
  }
}
