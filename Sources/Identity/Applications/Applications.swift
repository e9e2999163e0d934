package import Core
import Foundation
import Persistence

/// Registering the programs that may ask for tokens; for site administrators.
package struct Applications: Sendable {
  let store: any Store
  let effects: Effects

  /// Registers an application. With client credentials it gets a service identity, as a member of the organization's
  /// team in the role that the draft says.
  package func register(_ draft: ApplicationDraft, as principal: Principal) async throws -> RegisteredApplication {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    try ApplicationRule.check(draft)
    let id: ApplicationID = effects.id()
    let secret = draft.isPublic ? nil : Secret(effects.token())
    let service = draft.grants.contains(.clientCredentials) ? servicePerson(named: draft.name, of: id) : nil
    let application = application(id, draft, service: service?.id, isEnabled: true, createdAt: effects.now())
    try await store.write { session in
      if let service { try Self.insert(service, role: draft.serviceRole, in: session) }
      try ApplicationStore.insert(
        application, secretHash: secret.map { TokenHash.of($0.revealed) }, by: principal.person, in: session)
    }
    return RegisteredApplication(application: application, secret: secret)
  }

  /// Changes an application; whether it is public stays.
  package func update(_ id: ApplicationID, _ draft: ApplicationDraft, isEnabled: Bool, as principal: Principal)
    async throws -> OAuthApplication
  {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let newService = servicePerson(named: draft.name, of: id)
    return try await store.write { session in
      guard let old = try ApplicationStore.find(id, in: session)?.application else { throw ApplicationError.notFound }
      var draft = draft
      draft.isPublic = old.isPublic
      try ApplicationRule.check(draft)
      var service = old.servicePerson
      if service == nil, draft.grants.contains(.clientCredentials) {
        try Self.insert(newService, role: draft.serviceRole, in: session)
        service = newService.id
      }
      let changed = application(id, draft, service: service, isEnabled: isEnabled, createdAt: old.createdAt)
      try ApplicationStore.update(changed, in: session)
      return changed
    }
  }

  /// Gives an application a new secret; the old one stops working at once, tokens stay.
  package func rotateSecret(of id: ApplicationID, as principal: Principal) async throws -> Secret {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    let secret = Secret(effects.token())
    try await store.write { session in
      guard let old = try ApplicationStore.find(id, in: session) else { throw ApplicationError.notFound }
      if old.application.isPublic { throw ApplicationError.noSecret }
      try ApplicationStore.setSecretHash(TokenHash.of(secret.revealed), of: id, in: session)
    }
    return secret
  }

  /// Every application, by name.
  package func list(as principal: Principal) async throws -> [OAuthApplication] {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    return try await store.read { try ApplicationStore.list(in: $0) }
  }

  /// One application.
  package func find(_ id: ApplicationID, as principal: Principal) async throws -> OAuthApplication {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    guard let found = try await store.read({ try ApplicationStore.find(id, in: $0) }) else {
      throw ApplicationError.notFound
    }
    return found.application
  }

  /// Takes an application away, with all consents and tokens.
  package func delete(_ id: ApplicationID, as principal: Principal) async throws {
    try Access.require(.administerIntegrations, on: .site, as: principal)
    try await store.write { session in
      guard let old = try ApplicationStore.find(id, in: session)?.application else { throw ApplicationError.notFound }
      try ApplicationStore.delete(id, in: session)
      if let service = old.servicePerson, let person = try PersonStore.person(service, in: session) {
        try PersonStore.update(person.disabled, in: session)
      }
    }
  }

  private func application(
    _ id: ApplicationID, _ draft: ApplicationDraft, service: PersonID?, isEnabled: Bool, createdAt: Date
  ) -> OAuthApplication {
    OAuthApplication(
      id: id, name: draft.name.trimmingCharacters(in: .whitespacesAndNewlines), isPublic: draft.isPublic,
      redirectURIs: draft.redirectURIs, signOutURIs: draft.signOutURIs, scopes: draft.scopes, grants: draft.grants,
      servicePerson: service, isEnabled: isEnabled, createdAt: createdAt)
  }

  private func servicePerson(named name: String, of id: ApplicationID) -> Person {
    Person(
      id: effects.id(), userName: "app-\(id)", email: nil, displayName: name, kind: .service, siteRole: .member,
      isEnabled: true, createdAt: effects.now())
  }

  private static func insert(_ service: Person, role: TeamRole, in session: any Session) throws {
    try PersonStore.insert(service, passwordHash: nil, in: session)
    if let organization = try TeamStore.organization(in: session) {
      let membership = Membership(person: service.id, role: role, addedAt: service.createdAt)
      try TeamStore.setMembership(membership, of: organization, in: session)
    }
  }
}

extension Person {
  var disabled: Person {
    Person(
      id: id, userName: userName, email: email, displayName: displayName, kind: kind, siteRole: siteRole,
      isEnabled: false, createdAt: createdAt)
  }
}
