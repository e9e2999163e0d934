import Core
import CryptoExtras
import Dispatch
import Foundation
import JWTKit
import Persistence

/// The RSA keys that tokens are signed with: made at first use, sealed in the store, renewed in time.
///
/// Every process keeps a copy for a minute, so that signing needs no look into the store.
actor SigningKeys {
  /// How old the copy may get, in seconds.
  static let copyLifetime: TimeInterval = 60
  /// How soon an unknown key id may make us look again, in seconds.
  static let unknownKeyPause: TimeInterval = 5

  private let store: any Store
  private let effects: Effects
  private let sealer: Sealer
  private let schedule: SigningKeySchedule
  private var copy: SigningKeySet?
  private var reading: Task<SigningKeySet, any Error>?

  init(store: any Store, effects: Effects, sealer: Sealer, settings: IdentitySettings) {
    self.store = store
    self.effects = effects
    self.sealer = sealer
    schedule = SigningKeySchedule(
      lifetime: settings.signingKeyLifetime, tokenLifetime: settings.accessTokenLifetime)
  }

  /// The keys to sign and verify with.
  func current() async throws -> SigningKeySet {
    if let copy, isFresh(copy, Self.copyLifetime) { return copy }
    return try await readAgain()
  }

  /// The keys to verify a token with that names this key; looks again, for another process may have made it.
  func containing(_ id: String) async throws -> SigningKeySet {
    let keys = try await current()
    if keys.identifiers.contains(id) || isFresh(keys, Self.unknownKeyPause) { return keys }
    return try await readAgain()
  }

  /// Makes the next key when it is due and takes away those that nothing valid is signed with.
  func renew() async throws {
    _ = try await readAgain()
    let now = effects.now()
    try await store.write { [schedule] session in
      let keys = try SigningKeyStore.all(in: session).map(\.key)
      let expired = schedule.expired(keys, now: now).map(\.id)
      if !expired.isEmpty { try SigningKeyStore.delete(expired, in: session) }
    }
    copy = nil
  }

  private func isFresh(_ keys: SigningKeySet, _ lifetime: TimeInterval) -> Bool {
    abs(effects.now().timeIntervalSince(keys.readAt)) < lifetime
  }

  /// One look at a time, however many ask.
  private func readAgain() async throws -> SigningKeySet {
    if let reading { return try await reading.value }
    let task = Task { try await read() }
    reading = task
    defer { reading = nil }
    let keys = try await task.value
    copy = keys
    return keys
  }

  private func read() async throws -> SigningKeySet {
    let now = effects.now()
    var stored = try await store.read { try SigningKeyStore.all(in: $0) }
    if schedule.needsKey(stored.map(\.key), now: now) {
      let made = try await makeKey(now: now)
      stored = try await store.write { [schedule] session in
        // Another process may have been quicker.
        let present = try SigningKeyStore.all(in: session)
        guard schedule.needsKey(present.map(\.key), now: now) else { return present }
        try SigningKeyStore.insert(made, in: session)
        return present + [made]
      }
    }
    guard let signer = schedule.signer(among: stored.map(\.key), now: now)?.id else { throw SigningError.unreadableKey }
    var signingKey: RSASigningKey?
    let keys = try stored.map { stored in
      let encoded = try sealer.open(stored.sealed, SigningKeyStore.context(stored.key.id))
      if stored.key.id == signer { signingKey = try RSASigningKey(derRepresentation: encoded) }
      let key = try _RSA.Signing.PrivateKey(derRepresentation: encoded)
      return SigningKeySet.Key(id: stored.key.id, publicKey: try Insecure.RSA.PublicKey(backing: key.publicKey))
    }
    guard let signingKey else { throw SigningError.unreadableKey }
    return try await SigningKeySet(keys: keys, signer: signer, signingKey: signingKey, readAt: now)
  }

  /// Takes about a tenth of a second of computing, on a thread of its own.
  private func makeKey(now: Date) async throws -> SigningKeyStore.Stored {
    let id = effects.token(bytes: 16)
    let encoded = try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .userInitiated).async {
        continuation.resume(with: Result { [UInt8](try _RSA.Signing.PrivateKey(keySize: .bits2048).derRepresentation) })
      }
    }
    let sealed = try sealer.seal(encoded, SigningKeyStore.context(id))
    return SigningKeyStore.Stored(key: SigningKeySchedule.Key(id: id, createdAt: now), sealed: sealed)
  }
}
