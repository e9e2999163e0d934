import Core
import Crypto
import Foundation
import Identity
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Connections

@Suite struct KeyRotationTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)

  private func key(_ byte: UInt8) throws -> VaultKey { try VaultKey(bytes: Array(repeating: byte, count: 32)) }

  /// Secrets of a deployment under an old key, and the keys after a new one was put first.
  private func rotating(
    _ engine: StoreEngine, secrets count: Int,
    _ body: @escaping @Sendable (any Store, VaultKeys, SecretStore) async throws -> Void
  ) async throws {
    let (old, new) = (try key(1), try key(2))
    try await engine.withStore(ConnectionsSchema.migrations) { store in
      let before = try Vault(keys: [old])
      try await VaultCheck.run(before, on: store, at: Self.now)
      let secrets = SecretStore(sealer: before.sealer)
      let sealed = try (0..<count).map {
        try secrets.seal(Secret("planted-\($0)"), named: "token", of: .integration("number\($0)"))
      }
      try await store.write { session in
        for secret in sealed { try SecretStore.write(secret, at: Self.now, in: session) }
      }
      let vault = try Vault(keys: [new, old])
      try await VaultCheck.run(vault, on: store, at: Self.now)
      let keys = VaultKeys(
        vault: vault, source: .fixed([new, old], place: "a test"), columns: ConnectionsSchema.sealed, store: store,
        effects: TestClock().effects())
      try await body(store, keys, SecretStore(sealer: try Vault(keys: [new]).sealer))
    }
  }

  private static func opened(_ number: Int, _ store: any Store, with secrets: SecretStore) async throws -> String? {
    let owner = SecretStore.Owner.integration("number\(number)")
    let sealed = try await store.read { try SecretStore.sealed(of: owner, in: $0) }
    return try secrets.open(sealed, of: owner)["token"]?.revealed
  }

  @Test(arguments: StoreEngine.tested)
  func everySecretOpensWithTheNewKeyAlone(engine: StoreEngine) async throws {
    try await rotating(engine, secrets: 1203) { store, keys, secrets in
      let reports = Mutex<[Int]>([])
      let done = try await keys.rotate(as: ConnectionsFixture.administrator) { progress in
        reports.withLock { $0.append(progress.rewrapped) }
      }
      #expect(done.rewrapped == 1203)
      #expect(done.total == 1203)
      #expect(done.unreadable == [])
      #expect(reports.withLock { $0 == $0.sorted() && $0.count >= 3 })
      for number in [0, 499, 500, 1202] {
        #expect(try await Self.opened(number, store, with: secrets) == "planted-\(number)")
      }
      let again = try await keys.rotate(as: ConnectionsFixture.administrator) { _ in }
      #expect(again.rewrapped == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func twoRotationsAtOnceDoEachSecretOnce(engine: StoreEngine) async throws {
    try await rotating(engine, secrets: 1100) { store, keys, secrets in
      async let first = keys.rotate(as: ConnectionsFixture.administrator) { _ in }
      async let second = keys.rotate(as: ConnectionsFixture.administrator) { _ in }
      let (one, other) = try await (first, second)
      #expect(one.rewrapped + other.rewrapped == 1100)
      #expect(try await Self.opened(1099, store, with: secrets) == "planted-1099")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsChangedMeanwhileStays(engine: StoreEngine) async throws {
    try await rotating(engine, secrets: 3) { store, keys, secrets in
      let owner = SecretStore.Owner.integration("number1")
      let read = try await store.read { try SecretStore.sealed(of: owner, in: $0) }
      let stale = try #require(read["token"])
      let newer = try SecretStore(sealer: keys.vault.sealer).seal(Secret("changed"), named: "token", of: owner)
      try await store.write { try SecretStore.write(newer, at: Self.now, in: $0) }
      let column = ConnectionsSchema.sealed[0]
      let rotation = KeyRotation(vault: keys.vault, store: store, columns: [column])
      let wrapped = try #require(try keys.vault.rewrap(stale, context: "connection_secret/integration/number1/token"))
      let written = try await rotation.write(
        column, [KeyRotation.Replacement(key: ["integration/number1", "token"], old: stale, new: wrapped)])
      #expect(written == 0)
      #expect(try await Self.opened(1, store, with: secrets) == "changed")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDamagedValueIsNamedAndStopsNothing(engine: StoreEngine) async throws {
    try await rotating(engine, secrets: 20) { store, keys, secrets in
      try await store.write { session in
        try session.run(
          """
          update connection_secret set sealed = (select sealed from connection_secret where owner = 'integration/number1')
          where owner = 'integration/number2'
          """)
      }
      let done = try await keys.rotate(as: ConnectionsFixture.administrator) { _ in }
      #expect(done.rewrapped == 19)
      #expect(done.unreadable == ["connection_secret/integration/number2/token"])
      #expect(try await Self.opened(1, store, with: secrets) == "planted-1")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aKeyIsRetiredOnlyWhenNothingNeedsIt(engine: StoreEngine) async throws {
    try await rotating(engine, secrets: 4) { store, keys, _ in
      let (old, new) = (try key(1).id, try key(2).id)
      let administrator = ConnectionsFixture.administrator
      await #expect(throws: VaultError.keyInUse(id: old, secrets: 4)) { try await keys.retire(old, as: administrator) }
      await #expect(throws: VaultError.sealingKey(id: new)) { try await keys.retire(new, as: administrator) }
      await #expect(throws: VaultError.unknownKey(id: "00")) { try await keys.retire("00", as: administrator) }
      _ = try await keys.rotate(as: administrator) { _ in }
      try await keys.retire(old, as: administrator)
      // It isn't asked for any more at a start, and doesn't come back by standing first somewhere.
      try await VaultCheck.run(try Vault(keys: [key(2)]), on: store, at: Self.now)
      let stale = try Vault(keys: [key(1), key(2)])
      try await VaultCheck.run(stale, on: store, at: Self.now)
      #expect(stale.current.id == new)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aNewKeySealsOnlyWhenEveryRunningServerHasIt(engine: StoreEngine) async throws {
    let (old, new) = (try key(1), try key(2))
    try await engine.withStore(ConnectionsSchema.migrations) { store in
      let clock = TestClock()
      let file = Mutex([old])
      let source = KeySource(place: "a test") { file.withLock { $0 } }
      func server() async throws -> (VaultServer, Vault) {
        let vault = try Vault(keys: [old])
        try await VaultCheck.run(vault, on: store, at: clock.now)
        let keys = VaultKeys(
          vault: vault, source: source, columns: [], store: store, effects: clock.effects())
        return (VaultServer(keys: keys, name: "one", logger: LogCapture().logger), vault)
      }
      let ((first, firstVault), (second, secondVault)) = (try await server(), try await server())
      try await first.pulse("a")
      try await second.pulse("b")
      file.withLock { $0 = [new, old] }
      try await first.pulse("a")
      #expect(firstVault.current.id == old.id, "the second server doesn't have it yet")
      let sealed = try firstVault.seal([1], context: "x")
      #expect(try secondVault.open(sealed, context: "x") == [1])
      try await second.pulse("b")
      #expect(secondVault.current.id == new.id)
      // The first one has it since its last pulse, though it doesn't seal with it.
      #expect(try firstVault.open(secondVault.seal([2], context: "x"), context: "x") == [2])
      try await first.pulse("a")
      #expect(firstVault.current.id == new.id)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func onlySiteAdministratorsChangeKeys(engine: StoreEngine) async throws {
    try await rotating(engine, secrets: 1) { _, keys, _ in
      for principal in [ConnectionsFixture.writer, ConnectionsFixture.principal(.manager)] {
        await #expect(throws: (any Error).self) { try await keys.rotate(as: principal) { _ in } }
        await #expect(throws: (any Error).self) { try await keys.add(as: principal) }
        await #expect(throws: (any Error).self) { try await keys.retire("00", as: principal) }
      }
    }
  }
}
