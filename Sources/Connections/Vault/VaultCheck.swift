import Core
package import Persistence

/// Refuses to start with the wrong master key, before anything is sealed with it.
///
/// A known value rests in the database, sealed with the key of the first start. Whoever starts must be able to open it;
/// the sealing key of today is then recorded beside it, so that a later start without it is refused, too.
package enum VaultCheck {
  private static let plaintext = Array("weir".utf8)

  /// - Throws: ``VaultError/missingKey(id:)`` with the key that is missing.
  package static func run(_ vault: Vault, on store: any Store) async throws {
    let sealed = try await store.read { session in
      try session.rows("select key_id, sealed from connection_vault_check").map { row in
        (try row.string("key_id"), try row.bytes("sealed"))
      }
    }
    for (id, value) in sealed {
      guard try vault.open(value, context: context(id)) == plaintext else { throw VaultError.damaged }
    }
    let id = vault.current.id
    if sealed.contains(where: { $0.0 == id }) { return }
    let value = try vault.seal(plaintext, context: context(id))
    try await store.write { session in
      try session.run(
        """
        insert into connection_vault_check (key_id, sealed) values (\(id), \(value))
        on conflict (key_id) do nothing
        """)
    }
  }

  private static func context(_ id: String) -> String { "connection_vault_check/\(id)" }
}
