import Synchronization

/// The master keys that a process has at this moment; they may change while it runs.
final class Keyring: Sendable {
  private struct State {
    var sealing: VaultKey
    var keys: [String: VaultKey]
    /// Which key the one who keeps the keys wants to seal with.
    var wanted: VaultKey
  }

  private let state: Mutex<State>

  /// - Throws: ``VaultError/noKey``.
  init(_ keys: [VaultKey]) throws(VaultError) {
    guard let first = keys.first else { throw .noKey }
    state = Mutex(State(sealing: first, keys: Self.table(keys), wanted: first))
  }

  var sealing: VaultKey { state.withLock(\.sealing) }
  var wanted: VaultKey { state.withLock(\.wanted) }
  var all: [VaultKey] { state.withLock { $0.keys.values.sorted { $0.id < $1.id } } }

  func key(_ id: String) -> VaultKey? { state.withLock { $0.keys[id] } }

  /// Takes the keys as they are now. The one that seals stays, whatever is taken away.
  func replace(_ keys: [VaultKey]) {
    guard let first = keys.first else { return }
    state.withLock { state in
      let sealing = state.sealing
      state.keys = Self.table(keys + [sealing])
      state.wanted = first
    }
  }

  /// Seals with this key from now on.
  /// - Throws: ``VaultError/missingKey(id:)``.
  func seal(with id: String) throws(VaultError) {
    let isThere = state.withLock { state in
      guard let key = state.keys[id] else { return false }
      state.sealing = key
      return true
    }
    guard isThere else { throw .missingKey(id: id) }
  }

  private static func table(_ keys: [VaultKey]) -> [String: VaultKey] {
    Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
