package import Core
import Persistence

/// Checks user names and passwords.
package struct SignIn: Sendable {
  let store: any Store
  let hasher: PasswordHasher
  let throttle: SignInThrottle

  /// The person whose password this is.
  /// - Parameters:
  ///   - name: a user name or an e-mail address.
  ///   - address: where the attempt comes from, for the throttle.
  /// - Throws: ``SignInError/wrongCredentials`` whatever is wrong, after the same time;
  ///   ``SignInError/throttled(seconds:)``.
  package func person(named name: String, password: Secret, address: String) async throws -> Person {
    // The rule of user names also keeps out what no column can hold.
    let isPlausible = PersonRule.isPrintable(name) && name.utf8.count <= 254
    let found = isPlausible ? try await store.read { try PersonStore.person(named: name, in: $0) } : nil
    // One counter whether the name or the address of an account is used.
    let attempt = try await throttle.begin(account: found?.person.userName ?? name, address: address)
    let password = password.revealed.utf8.count <= PasswordRule.longest ? password : Secret("")
    let verdict = try await hasher.check(password, against: found?.passwordHash)
    guard let person = found?.person, person.isEnabled, verdict != .wrong else { throw SignInError.wrongCredentials }
    try await throttle.succeeded(attempt)
    if case .rightButWeak(let replacement) = verdict {
      try await store.write { try PersonStore.setPasswordHash(replacement, of: person.id, in: $0) }
    }
    return person
  }
}
