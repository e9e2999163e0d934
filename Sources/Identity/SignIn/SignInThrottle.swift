import Core
import Foundation
import Persistence

/// Slows down guessing of passwords, per account and per address, in all processes together.
///
/// An attempt is counted as failed before the password is looked at and taken back after a success, so that many at
/// once don't get around it. Accounts that don't exist are counted in the same way, and neither names nor addresses are
/// stored, only their hashes.
struct SignInThrottle: Sendable {
  let store: any Store
  let effects: Effects

  /// An attempt under way.
  struct Attempt: Sendable {
    let account: [UInt8]
    let address: [UInt8]
  }

  /// Counts an attempt.
  /// - Throws: ``SignInError/throttled(seconds:)`` when it comes too early; it doesn't count then.
  func begin(account: String, address: String) async throws -> Attempt {
    let attempt = Attempt(
      account: TokenHash.of("account:\(PersonRule.key(account))"), address: TokenHash.of("address:\(address)"))
    let now = effects.now()
    let wait = try await store.write { session in
      let account = try Self.history(attempt.account, in: session)
      let address = try Self.history(attempt.address, in: session)
      let wait = max(
        ThrottleRule.account.wait(after: account, now: now), ThrottleRule.address.wait(after: address, now: now))
      guard wait == 0 else { return wait }
      try Self.set(ThrottleRule.account.adding(to: account, now: now), attempt.account, in: session)
      try Self.set(ThrottleRule.address.adding(to: address, now: now), attempt.address, in: session)
      return 0
    }
    if wait > 0 { throw SignInError.throttled(seconds: wait) }
    return attempt
  }

  /// Takes the attempt back. The account starts anew; the address only gets this attempt back, so that somebody with an
  /// account of their own can't wipe its history.
  func succeeded(_ attempt: Attempt) async throws {
    try await store.write { session in
      try session.run("delete from identity_attempt where subject = \(attempt.account)")
      try session.run(
        "update identity_attempt set failures = failures - 1 where subject = \(attempt.address) and failures > 0")
    }
  }

  /// Forgets what no rule remembers any more.
  static func tidy(now: Date, in session: any Session) throws {
    let memory = max(ThrottleRule.account.memory, ThrottleRule.address.memory)
    try session.run("delete from identity_attempt where failed_at < \(now.addingTimeInterval(-memory))")
  }

  private static func history(_ subject: [UInt8], in session: any Session) throws -> ThrottleRule.History {
    let row = try session.row(
      "select failures, failed_at from identity_attempt where subject = \(subject)\(session.dialect.forUpdate)")
    guard let row else { return ThrottleRule.History() }
    return ThrottleRule.History(failures: try row.int("failures"), failedAt: try row.date("failed_at"))
  }

  private static func set(_ history: ThrottleRule.History, _ subject: [UInt8], in session: any Session) throws {
    try session.run(
      """
      insert into identity_attempt (subject, failures, failed_at)
      values (\(subject), \(history.failures), \(history.failedAt))
      on conflict (subject) do update set failures = excluded.failures, failed_at = excluded.failed_at
      """)
  }
}
