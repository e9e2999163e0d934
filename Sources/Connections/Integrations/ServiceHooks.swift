package import Core
import Crypto
import Persistence

/// What the program itself must know of the news of services that are set up by hand; nobody's permission is asked.
package struct ServiceHooks: Sendable {
  let store: any Store
  let secrets: SecretStore
  let directory: ConnectorDirectory

  /// What news to an application are judged by.
  package struct Proof: Sendable {
    /// What they are signed with; several keys with spaces between. `nil` when none was entered.
    package let secret: Secret?
    /// What the service repeats; `nil` as long as no address was made.
    package let word: Secret?
  }

  /// The application whose address holds a token.
  /// - Returns: `nil` for an address that isn't ours, or not any more, and for an application that is switched off.
  package func application(_ kind: String, _ name: String, token: String) async throws -> Proof? {
    guard let keys = try await keys(kind, name),
      // Digests are compared in constant time.
      SHA256.hash(data: Array(keys.token.utf8)) == SHA256.hash(data: Array(token.utf8))
    else { return nil }
    return try await proof(kind, name)
  }

  /// What the news to connections of an application are judged by.
  /// - Returns: `nil` for one that isn't there, or is switched off.
  @Sendable package func proof(_ kind: String, _ name: String) async throws -> Proof? {
    guard let guide = directory.serving(integration: kind)?.guide.hook else { return nil }
    let owner = IntegrationStore.owner(kind, name)
    let found = try await store.read { session -> [String: [UInt8]]? in
      guard try IntegrationStore.read(kind, name, in: session)?.isEnabled == true else { return nil }
      return try SecretStore.sealed(of: owner, in: session)
    }
    guard let found else { return nil }
    let opened = try secrets.open(found, of: owner)
    let names = guide.signedWith.isEmpty ? ["client_secret"] : guide.signedWith.map { "field:\($0)" }
    // Of several keys one is enough: services let them be changed in turns.
    let signing = names.compactMap { opened[$0]?.revealed }
    return Proof(
      secret: signing.isEmpty ? nil : Secret(signing.joined(separator: " ")),
      word: opened[HookKeys.secretName].flatMap(HookKeys.init).map { Secret($0.word) })
  }

  /// The connections of all teams that go through an application.
  package func connections(_ kind: String, _ name: String) async throws -> [ConnectionID] {
    let connectors = directory.all.filter { $0.integration == kind }.map(\.id)
    return try await store.read { try ConnectionStore.list(connectors: connectors, in: $0) }
      .filter { $0.authentication.application == name }.map(\.id)
  }

  /// - Returns: `nil` as long as no address was made.
  func keys(_ kind: String, _ name: String) async throws -> HookKeys? {
    let owner = IntegrationStore.owner(kind, name)
    let found = try await store.read { try SecretStore.sealed(of: owner, in: $0) }
    guard let sealed = found[HookKeys.secretName] else { return nil }
    return try secrets.open([HookKeys.secretName: sealed], of: owner)[HookKeys.secretName].flatMap(HookKeys.init)
  }
}
