import Core
package import Foundation
package import Persistence

/// Refuses to start with the wrong master key, before anything is sealed with it.
///
/// A known value rests in the database for every key that ever sealed. Whoever starts must be able to open all of them but
/// the retired ones. A key that is new begins to seal once every running server has it.
package enum VaultCheck {
  private static let plaintext = Array("weir".utf8)
  /// For how long a server that says nothing counts as running, in seconds.
  static let serverLifetime: TimeInterval = 30

  /// Checks the keys, and chooses the one that seals.
  /// - Throws: ``VaultError/missingKey(id:)`` with the key that is missing.
  package static func run(_ vault: Vault, on store: any Store, at now: Date) async throws {
    for known in try await store.read({ try VaultKeyStore(session: $0).known() }) {
      guard known.retiredAt == nil, known.sealsSince != nil || vault.ring.key(known.id) != nil else { continue }
      guard try vault.open(known.proof, context: context(known.id)) == plaintext else { throw VaultError.damaged }
    }
    try await choose(vault, on: store, at: now)
  }

  /// Begins to seal with the wanted key if every running server has it, and goes on with what everybody seals with.
  /// - Returns: the servers that lack the wanted key.
  @discardableResult
  static func choose(_ vault: Vault, on store: any Store, at now: Date) async throws -> [String] {
    let wanted = vault.ring.wanted
    if let sealing = try await store.read({ try settled(wanted.id, VaultKeyStore(session: $0)) }) {
      try vault.ring.seal(with: sealing)
      return []
    }
    let proof = try vault.seal(plaintext, context: context(wanted.id), under: wanted)
    let (sealing, lacking) = try await store.write { session -> (String, [String]) in
      let keys = VaultKeyStore(session: session)
      if let sealing = try settled(wanted.id, keys) { return (sealing, []) }
      try keys.add(wanted.id, proof: proof, at: now)
      let lacking = try keys.servers(since: now - serverLifetime).filter { !$0.keys.contains(wanted.id) }.map(\.name)
      if let sealing = try keys.sealing(), !lacking.isEmpty { return (sealing, lacking) }
      try keys.seal(with: wanted.id, at: now)
      return (wanted.id, [])
    }
    try vault.ring.seal(with: sealing)
    return lacking
  }

  /// The key that seals, when the wanted one has had its turn: one that sealed once doesn't come back by itself, since
  /// another took its place on purpose.
  private static func settled(_ wanted: String, _ keys: VaultKeyStore) throws -> String? {
    guard let own = try keys.known().first(where: { $0.id == wanted }), own.sealsSince != nil || own.retiredAt != nil
    else { return nil }
    return try keys.sealing()
  }

  private static func context(_ id: String) -> String { "connection_vault_check/\(id)" }
}
