package import Core
import Persistence

extension People {
  /// Lets somebody choose a new password, and ends the person's other sessions. What the person allowed applications to
  /// do stays; it is taken back on its own.
  /// - Parameters:
  ///   - current: the old password; wrong ones count as failed sign-ins.
  ///   - session: the one in which it happens, which goes on.
  package func changePassword(
    current: Secret, new: Secret, keeping session: BrowserSessionID?, address: String, as principal: Principal
  ) async throws {
    try PasswordRule.check(new, userName: principal.userName)
    let stored = try await store.read { try PersonStore.passwordHash(of: principal.person, in: $0) }
    let attempt = try await throttle.begin(account: principal.userName, address: address)
    guard try await hasher.check(current, against: stored) != .wrong else { throw PeopleError.wrongPassword }
    try await throttle.succeeded(attempt)
    try await replacePassword(of: principal.person, with: new, keeping: session)
  }

  /// Gives somebody a new random password, and ends all of the person's sessions.
  /// - Returns: the password, to be shown once.
  package func resetPassword(of id: PersonID, as principal: Principal) async throws -> Secret {
    try Access.require(.manageUsers, on: .site, as: principal)
    guard try await find(id).kind == .human else { throw PeopleError.notFound }
    let password = PasswordRule.random(effects)
    try await replacePassword(of: id, with: password, keeping: nil)
    return password
  }

  private func replacePassword(of id: PersonID, with new: Secret, keeping kept: BrowserSessionID?) async throws {
    let hash = try await hasher.hash(new)
    try await store.write { session in
      try PersonStore.setPasswordHash(hash, of: id, in: session)
      try BrowserSessionStore.endAll(of: id, except: kept, in: session)
    }
  }
}
