import Core
import Foundation
import Persistence

extension Identity {
  /// Forgets what is over, makes the next signing key in time; once.
  package func tidy() async throws {
    let now = effects.now()
    let unused = now.addingTimeInterval(-settings.sessionIdleLifetime)
    try await store.write { session in
      try BrowserSessionStore.tidy(now: now, unusedSince: unused, in: session)
      try SignInThrottle.tidy(now: now, in: session)
      try FamilyStore.tidy(now: now, in: session)
      try RefreshTokenStore.tidy(now: now, in: session)
      try RevokedTokenStore.tidy(now: now, in: session)
    }
    try await oauth.keys.renew()
  }

  /// Tidies up every hour until the task is cancelled. A time that fails is left out; the next one does its work.
  package func keepTidy() async throws {
    while true {
      do { try await tidy() } catch is CancellationError { throw CancellationError() } catch {}
      try await effects.sleep(.seconds(3600))
    }
  }
}
