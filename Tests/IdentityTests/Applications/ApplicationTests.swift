import Core
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct ApplicationTests {
  private let redirect = "https://client.example/callback"

  @Test(arguments: StoreEngine.tested)
  func theSecretIsShownOnceAndRestsOnlyAsAHash(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let registered = try await house.register(ApplicationDraft(name: "Client", redirectURIs: [redirect]))
      let secret = try #require(registered.secret)
      #expect(secret.revealed.utf8.count == 43)
      let stored = try await house.store.read { try ApplicationStore.find(registered.application.id, in: $0) }
      #expect(stored?.secretHash == TokenHash.of(secret.revealed))
      #expect(stored?.application == registered.application)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlySiteAdministratorsSeeOrChangeApplications(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let member = try await house.add("member", library: .manager)
      let applications = house.identity.applications
      let draft = ApplicationDraft(name: "Client", redirectURIs: [redirect])
      let id = try await house.register(draft).application.id
      await #expect(throws: AccessError.self) { try await applications.register(draft, as: member) }
      await #expect(throws: AccessError.self) { try await applications.list(as: member) }
      await #expect(throws: AccessError.self) { try await applications.find(id, as: member) }
      await #expect(throws: AccessError.self) {
        try await applications.update(id, draft, isEnabled: true, as: member)
      }
      await #expect(throws: AccessError.self) { try await applications.rotateSecret(of: id, as: member) }
      await #expect(throws: AccessError.self) { try await applications.delete(id, as: member) }
    }
  }

  @Test func aDraftHasToMakeSense() {
    let bad: [(ApplicationDraft, ApplicationError)] = [
      (ApplicationDraft(name: " ", redirectURIs: [redirect]), .invalidName),
      (ApplicationDraft(name: "C"), .missingRedirectURI),
      (
        ApplicationDraft(name: "C", redirectURIs: ["http://evil.example/"]), .invalidRedirectURI("http://evil.example/")
      ),
      (ApplicationDraft(name: "C", redirectURIs: [redirect], grants: []), .noGrants),
      (ApplicationDraft(name: "C", redirectURIs: [redirect], scopes: [], grants: [.authorizationCode]), .noScopes),
      (
        ApplicationDraft(name: "C", isPublic: true, scopes: [.api], grants: [.clientCredentials]),
        .needsSecret(.clientCredentials)
      ),
      (ApplicationDraft(name: "C", isPublic: true, scopes: [.api], grants: [.password]), .needsSecret(.password)),
      (
        ApplicationDraft(
          name: "C", redirectURIs: [redirect], scopes: [.api], grants: [.authorizationCode, .refreshToken]),
        .refreshWithoutScope
      ),
    ]
    for (draft, error) in bad { #expect(throws: error) { try ApplicationRule.check(draft) } }
  }

  @Test(arguments: StoreEngine.tested)
  func clientCredentialsComeWithAServiceIdentityOfTheAskedRole(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let draft = ApplicationDraft(name: "Robot", scopes: [.api], grants: [.clientCredentials], serviceRole: .write)
      let application = try await house.register(draft).application
      let service = try await house.principal(try #require(application.servicePerson))
      #expect(service.libraryRole == .write && service.siteRole == .member && service.displayName == "Robot")
      await #expect(throws: SignInError.wrongCredentials) {
        try await house.identity.signIn.person(named: service.userName, password: Secret(""), address: "a")
      }
      try await house.identity.applications.delete(application.id, as: house.administrator)
      #expect(try await house.identity.principal(person: service.person) == nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aChangeKeepsWhatCannotChange(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      var draft = ApplicationDraft(name: "Client", isPublic: true, redirectURIs: [redirect])
      let id = try await house.register(draft).application.id
      draft.isPublic = false
      draft.name = "Other"
      let applications = house.identity.applications
      let changed = try await applications.update(id, draft, isEnabled: false, as: house.administrator)
      #expect(changed.isPublic && changed.name == "Other" && !changed.isEnabled)
      #expect(try await applications.find(id, as: house.administrator) == changed)
      await #expect(throws: ApplicationError.noSecret) {
        try await applications.rotateSecret(of: id, as: house.administrator)
      }
    }
  }
}
