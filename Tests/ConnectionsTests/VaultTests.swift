import Core
import Crypto
import Foundation
import TestSupport
import Testing

@testable import Connections

@Suite struct VaultTests {
  private let plaintext = Array("planted".utf8)

  private func key(_ byte: UInt8) throws -> VaultKey { try VaultKey(bytes: Array(repeating: byte, count: 32)) }

  @Test func whatWasSealedOpensForItsRowOnly() throws {
    let vault = try Vault(keys: [key(1)])
    let sealed = try vault.seal(plaintext, context: "table/1")
    #expect(try vault.open(sealed, context: "table/1") == plaintext)
    #expect(throws: VaultError.damaged) { try vault.open(sealed, context: "table/2") }
    #expect(!sealed.contains(plaintext))
  }

  @Test func aValueOfTheFirstFormatOpensAndBecomesOneOfTheSecond() throws {
    let vault = try Vault(keys: [key(1)])
    let header = [1] + (try Self.idBytes(key(1).id))
    let box = try AES.GCM.seal(
      plaintext, using: SymmetricKey(data: [UInt8](repeating: 1, count: 32)), authenticating: header + Array("a".utf8))
    let old = header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    #expect(try vault.open(old, context: "a") == plaintext)
    #expect(throws: VaultError.damaged) { try vault.open(old, context: "b") }
    let new = try #require(try vault.rewrap(old, context: "a"))
    #expect(new.first == 2)
    #expect(try vault.open(new, context: "a") == plaintext)
    #expect(try vault.rewrap(new, context: "a") == nil)
  }

  @Test func aRewrappedValueKeepsItsCiphertextAndItsRow() throws {
    let old = try Vault(keys: [key(1)])
    let sealed = try old.seal(plaintext, context: "a")
    let both = try Vault(keys: [key(2), key(1)])
    let new = try #require(try both.rewrap(sealed, context: "a"))
    #expect(new.suffix(plaintext.count + 28) == sealed.suffix(plaintext.count + 28))
    #expect(try Vault(keys: [key(2)]).open(new, context: "a") == plaintext)
    #expect(throws: VaultError.damaged) { try both.rewrap(sealed, context: "b") }
    #expect(throws: VaultError.missingKey(id: try key(1).id)) { try Vault(keys: [key(2)]).rewrap(sealed, context: "a") }
  }

  private static func idBytes(_ id: String) throws -> [UInt8] {
    stride(from: 0, to: 16, by: 2).compactMap { UInt8(id.dropFirst($0).prefix(2), radix: 16) }
  }

  @Test func everySealingIsDifferent() throws {
    let vault = try Vault(keys: [key(1)])
    let first = try vault.seal(plaintext, context: "a")
    let second = try vault.seal(plaintext, context: "a")
    #expect(first != second)
  }

  @Test func aChangeOfAnyByteIsNoticed() throws {
    let vault = try Vault(keys: [key(1)])
    let sealed = try vault.seal(plaintext, context: "a")
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: VaultError.self) { try vault.open(changed, context: "a") }
    }
    for length in sealed.indices {
      #expect(throws: VaultError.self) { try vault.open(Array(sealed[..<length]), context: "a") }
    }
  }

  @Test func anOldKeyOpensAndTheNewOneSeals() throws {
    let old = try Vault(keys: [key(1)])
    let sealed = try old.seal(plaintext, context: "a")
    let rotated = try Vault(keys: [key(2), key(1)])
    #expect(try rotated.open(sealed, context: "a") == plaintext)
    let resealed = try rotated.seal(plaintext, context: "a")
    #expect(try Vault.keyID(of: resealed) == key(2).id)
    #expect(throws: VaultError.missingKey(id: try key(2).id)) { try old.open(resealed, context: "a") }
  }

  @Test(arguments: ["", "short", "????????????????????????????????", String(repeating: "zz", count: 32)])
  func aMalformedKeyIsRefusedWithoutShowingIt(text: String) {
    let error = #expect(throws: VaultError.malformedKey) { try VaultKey(text: text) }
    #expect(text.isEmpty || error?.description.contains(text) == false)
  }

  @Test func aKeyReadsAsBase64OrHexadecimal() throws {
    let bytes = (0..<32).map { UInt8($0) }
    let expected = try VaultKey(bytes: bytes).id
    let base64 = try VaultKey(text: Data(bytes).base64EncodedString() + "\n")
    let hexadecimal = try VaultKey(text: bytes.map { String(format: "%02x", $0) }.joined())
    #expect(base64.id == expected)
    #expect(hexadecimal.id == expected)
    // The documented form: the first 8 bytes of the SHA-256 of the key.
    #expect(expected == "630dcd2966c43366")
  }

  @Test func theKeyFileIsMadeOnceAndForItsOwnerAlone() throws {
    let folder = try TemporaryFolder()
    let file = MasterKeyFile(path: folder.file("master.key"))
    let made = try file.load { count in Array(repeating: 7, count: count) }
    let read = try file.load { _ in [] }
    #expect(made.map(\.id) == read.map(\.id))
    let mode = try FileManager.default.attributesOfItem(atPath: folder.file("master.key"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["master.key"])
  }

  @Test func aKeyFileThatOthersMayReadIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("master.key", Array("AAAA".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let error = #expect(throws: VaultError.self) { try MasterKeyFile(path: path).load { _ in [] } }
    #expect(error?.description.contains("chmod 600") == true)
  }

  @Test(arguments: StoreEngine.tested)
  func aStartWithTheWrongKeyIsRefusedWithTheKeyItMisses(engine: StoreEngine) async throws {
    try await engine.withStore(ConnectionsSchema.migrations) { store in
      let now = Date(timeIntervalSince1970: 1_800_000_000)
      try await VaultCheck.run(try Vault(keys: [key(1)]), on: store, at: now)
      try await VaultCheck.run(try Vault(keys: [key(1)]), on: store, at: now)
      let missing = VaultError.missingKey(id: try key(1).id)
      await #expect(throws: missing) { try await VaultCheck.run(try Vault(keys: [key(2)]), on: store, at: now) }
      try await VaultCheck.run(try Vault(keys: [key(2), key(1)]), on: store, at: now)
      let newer = VaultError.missingKey(id: try key(2).id)
      await #expect(throws: newer) { try await VaultCheck.run(try Vault(keys: [key(1)]), on: store, at: now) }
    }
  }
}

extension [UInt8] {
  fileprivate func contains(_ other: [UInt8]) -> Bool { firstRange(of: other) != nil }
}
