import Core
import Persistence

extension Applications {
  /// What the caller allowed applications to do.
  package func consents(of principal: Principal) async throws -> [Consent] {
    try await store.read { try ApplicationStore.consents(of: principal.person, in: $0) }
  }

  /// Takes back what the caller allowed an application, with every token it was given for it.
  package func withdrawConsent(to id: ApplicationID, as principal: Principal) async throws {
    let now = effects.now()
    try await store.write { session in
      try ApplicationStore.deleteConsent(of: principal.person, to: id, in: session)
      try FamilyStore.revokeAll(of: principal.person, client: id, at: now, in: session)
    }
  }
}
