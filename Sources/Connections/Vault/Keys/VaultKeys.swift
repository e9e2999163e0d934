package import Core
import Foundation
package import Identity
package import Persistence

/// The master keys of a deployment: what the command line does with them.
///
/// A key changes in two steps, so that no server ever meets a secret that it can't open: every running server reads the
/// new key first (``VaultServer``), and only then does anybody seal with it.
package struct VaultKeys: Sendable {
  package let vault: Vault
  let source: KeySource
  let store: any Store
  let effects: Effects
  private let columns: [SealedColumn]

  /// How long ``wait(for:)`` waits for the servers, in seconds.
  private static let patience: TimeInterval = 40

  /// - Parameter columns: every room's.
  package init(vault: Vault, source: KeySource, columns: [SealedColumn], store: any Store, effects: Effects) {
    self.vault = vault
    self.source = source
    self.columns = columns
    self.store = store
    self.effects = effects
  }

  /// Where the keys are, for people.
  package var place: String { source.place }

  /// Every key that is here or that a secret names, the sealing one first.
  package func list() async throws -> [KeyStanding] {
    let columns = columns
    let (counts, known) = try await store.read { session in
      (try SecretCensus.count(columns, in: session), try VaultKeyStore(session: session).known())
    }
    let here = Set(vault.keyIDs)
    let ids = here.union(known.map(\.id)).union(counts.keys)
    return ids.map { id in
      let fact = known.first { $0.id == id }
      let role: KeyStanding.Role =
        id == vault.current.id
        ? .seals : fact?.retiredAt != nil ? .retired : here.contains(id) ? .opens : .missing
      return KeyStanding(
        id: id, role: role, secrets: counts[id]?.secrets ?? 0, oldFormat: counts[id]?.oldFormat ?? 0,
        sealsSince: fact?.sealsSince)
    }.sorted { ($0.role.rank, $0.id) < ($1.role.rank, $1.id) }
  }

  /// Makes a new key and puts it where the keys are.
  /// - Returns: its id. It doesn't seal yet: see ``wait(for:)``.
  /// - Throws: ``VaultError/fixedKeys(place:)`` where a person has to do it.
  package func add(as principal: Principal) async throws -> String {
    try Access.require(.administerSettings, on: .site, as: principal)
    guard let add = source.add else { throw VaultError.fixedKeys(place: source.place) }
    let bytes = effects.randomBytes(32)
    let id = try VaultKey(bytes: bytes).id
    try add(Data(bytes).base64EncodedString())
    try await note("vault.key_added", id, principal)
    return id
  }

  /// Returns once every running server, and this process, seals with the first key of the source.
  /// - Returns: the key's id.
  /// - Throws: ``VaultError/serversBehind(id:servers:)`` when that takes longer than two thirds of a minute.
  @discardableResult
  package func wait(for progress: @Sendable ([String]) -> Void = { _ in }) async throws -> String {
    vault.ring.replace(try await source.load())
    let began = effects.now()
    while true {
      let now = effects.now()
      var behind = try await VaultCheck.choose(vault, on: store, at: now)
      let id = behind.isEmpty ? vault.current.id : vault.ring.wanted.id
      if behind.isEmpty {
        behind = try await store.read { session in
          try VaultKeyStore(session: session).servers(since: now - VaultCheck.serverLifetime)
            .filter { $0.sealing != id }.map(\.name)
        }
      }
      if behind.isEmpty { return id }
      guard now.timeIntervalSince(began) < Self.patience else {
        throw VaultError.serversBehind(id: id, servers: behind)
      }
      progress(behind)
      try await effects.sleep(.milliseconds(250))
    }
  }

  /// Brings every secret under the sealing key. May be ended at any time and begun again, also twice at once.
  package func rotate(
    as principal: Principal, progress: @Sendable (KeyRotation.Progress) -> Void
  ) async throws -> KeyRotation.Progress {
    try Access.require(.administerSettings, on: .site, as: principal)
    let id = vault.current.id
    let done = try await KeyRotation(vault: vault, store: store, columns: columns).run(progress)
    let details: JSONObject = ["secrets": JSONValue(done.rewrapped), "unreadable": JSONValue(done.unreadable.count)]
    if done.rewrapped > 0 { try await note("vault.rotated", id, principal, details) }
    return done
  }

  /// Forgets a key that no secret needs any more.
  /// - Throws: ``VaultError`` when it is needed, or unknown.
  package func retire(_ id: String, as principal: Principal) async throws {
    try Access.require(.administerSettings, on: .site, as: principal)
    guard id != vault.current.id else { throw VaultError.sealingKey(id: id) }
    let (columns, now) = (columns, effects.now())
    let isKnown = vault.keyIDs.contains(id)
    try await store.write { session in
      let keys = VaultKeyStore(session: session)
      guard try isKnown || keys.known().contains(where: { $0.id == id }) else { throw VaultError.unknownKey(id: id) }
      let secrets = try SecretCensus.count(columns, in: session)[id]?.secrets ?? 0
      guard secrets == 0 else { throw VaultError.keyInUse(id: id, secrets: secrets) }
      let behind = try keys.servers(since: now - VaultCheck.serverLifetime).filter { $0.sealing == id }.map(\.name)
      guard behind.isEmpty else { throw VaultError.serversBehind(id: vault.current.id, servers: behind) }
      try keys.retire(id, at: now)
    }
    try await note("vault.key_retired", id, principal)
    if vault.keyIDs.contains(id) { try source.remove?(id) }
  }

  private func note(_ action: String, _ id: String, _ principal: Principal, _ details: JSONObject = [:]) async throws {
    let entry = AuditEntry(
      at: effects.now(), actor: principal.person, action: action, subject: "vault/\(id)", subjectName: id,
      details: details)
    try await store.write { try AuditLog.add(entry, in: $0) }
  }
}
