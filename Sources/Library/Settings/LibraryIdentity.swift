package import Core
import Crypto
import Persistence

/// Identifies the library on the MediaValet wire.
package typealias LibraryID = ID<Library>

/// What makes this library this one: its identifier and the key that signs its media URLs. Made once, kept sealed.
struct LibraryIdentity: Sendable {
  let id: LibraryID
  let signingKey: SymmetricKey

  /// Reads it, or makes it when there is none; several processes that start at once end with the same one.
  static func load(from store: any Store, effects: Effects, sealer: Sealer) async throws -> LibraryIdentity {
    if let known = try await stored(in: store, sealer: sealer) { return known }
    let id: LibraryID = effects.id()
    let sealed = try sealer.seal(effects.randomBytes(32), context(id))
    try await store.write { session in
      try session.run(
        """
        insert into library_identity (one, id, signing_key, created_at) values (1, \(id), \(sealed), \(effects.now()))
        on conflict (one) do nothing
        """)
    }
    guard let made = try await stored(in: store, sealer: sealer) else {
      throw PersistenceError.corrupt(reason: "the library's identity can't be read back")
    }
    return made
  }

  private static func stored(in store: any Store, sealer: Sealer) async throws -> LibraryIdentity? {
    let row = try await store.read { session in try session.row("select id, signing_key from library_identity") }
    guard let row else { return nil }
    let id: LibraryID = try row.id("id")
    return LibraryIdentity(
      id: id, signingKey: SymmetricKey(data: try sealer.open(row.bytes("signing_key"), context(id))))
  }

  /// What the sealed key is bound to.
  static func context(_ id: LibraryID) -> String { "library_identity/\(id)" }
}
