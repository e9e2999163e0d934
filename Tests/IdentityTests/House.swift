import Core
import CryptoExtras
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Identity

/// An installation with its first administrator, on an engine and a clock of its own.
struct House: Sendable {
  static let issuer = "https://media.example.org"
  static let password = Secret("correct horse battery")

  let store: any Store
  let clock: TestClock
  let effects: Effects
  let identity: Identity
  let administrator: Principal

  /// Lends a house. Passwords cost next to nothing, and the signing key is made once for all tests.
  static func on(
    _ engine: StoreEngine, change: (inout IdentitySettings) -> Void = { _ in }, body: (House) async throws -> Void
  ) async throws {
    try await engine.withStore(IdentitySchema.migrations) { store in
      let clock = TestClock()
      let effects = clock.effects()
      try await insertSigningKey(into: store, now: clock.now)
      let identity = try await Identity(store: store, effects: effects, sealer: .open, settings: settings(change))
      let added = try await identity.people.addFirstAdministrator(email: "admin@example.org", password: password)
      let person = try #require(added?.person)
      let administrator = try #require(try await identity.principal(person: person.id))
      try await body(
        House(store: store, clock: clock, effects: effects, identity: identity, administrator: administrator))
    }
  }

  static func settings(_ change: (inout IdentitySettings) -> Void = { _ in }) -> IdentitySettings {
    var settings = IdentitySettings(issuer: issuer)
    settings.passwordCost = PasswordCost(logRounds: 4, blockSize: 1, parallelism: 1)
    change(&settings)
    return settings
  }

  static let signingKey = Result { [UInt8](try _RSA.Signing.PrivateKey(keySize: .bits2048).derRepresentation) }

  static func insertSigningKey(into store: any Store, now: Date) async throws {
    let key = SigningKeyStore.Stored(
      key: SigningKeySchedule.Key(id: "test-key", createdAt: now), sealed: try signingKey.get())
    try await store.write { try SigningKeyStore.insert(key, in: $0) }
  }
}

extension House {
  /// Adds somebody with the usual password.
  func add(_ userName: String, library: TeamRole? = .read, site: SiteRole = .member) async throws -> Principal {
    let draft = PersonDraft(userName: userName, siteRole: site, libraryRole: library, password: Self.password)
    let person = try await identity.people.add(draft, as: administrator).person
    return try await principal(person.id)
  }

  /// Who somebody is now.
  func principal(_ id: PersonID) async throws -> Principal {
    try #require(try await identity.principal(person: id))
  }

  /// Signs somebody in with a browser.
  func session(of person: PersonID) async throws -> ActiveSession {
    let opened = try await identity.sessions.begin(for: person, address: "192.0.2.1", userAgent: "Test")
    return try await identity.sessions.find(token: opened.token.revealed)
  }

  /// Registers an application.
  func register(_ draft: ApplicationDraft) async throws -> RegisteredApplication {
    try await identity.applications.register(draft, as: administrator)
  }
}

extension Sealer {
  /// Seals nothing.
  static let open = Sealer(seal: { bytes, _ in bytes }, open: { bytes, _ in bytes })

  /// Mixes the context in, so that a test notices when it is missing or another.
  static let bound = Sealer(
    seal: { bytes, context in Array("sealed \(context) ".utf8) + bytes.map { $0 ^ 0x5A } },
    open: { bytes, context in
      let head = Array("sealed \(context) ".utf8)
      guard bytes.starts(with: head) else { throw PersistenceError.corrupt(reason: "another context") }
      return bytes.dropFirst(head.count).map { $0 ^ 0x5A }
    })
}
