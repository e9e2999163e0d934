import Foundation
import TestSupport
import Testing

@testable import Connections

@Suite struct MasterKeyFileTests {
  private func text(_ byte: UInt8) -> String { Data(repeating: byte, count: 32).base64EncodedString() }
  private func id(_ byte: UInt8) throws -> String { try VaultKey(text: text(byte)).id }

  @Test func aKeyIsAddedBeforeTheOthersAndTakenAwayAgain() throws {
    let folder = try TemporaryFolder()
    let file = MasterKeyFile(path: folder.file("vault.key"))
    _ = try file.load { Array(repeating: 1, count: $0) }
    try file.add(text(2))
    #expect(try file.load { _ in [] }.map(\.id) == [id(2), id(1)])
    try file.remove(id(1))
    #expect(try file.load { _ in [] }.map(\.id) == [id(2)])
    #expect(throws: VaultError.noKey) { try file.remove(id(2)) }
    let mode = try FileManager.default.attributesOfItem(atPath: folder.file("vault.key"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["vault.key"])
  }

  @Test func keysThatAreAddedAtOnceAreAllThere() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("vault.key")
    _ = try MasterKeyFile(path: path).load { Array(repeating: 1, count: $0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for byte in UInt8(2)..<10 { group.addTask { try MasterKeyFile(path: path).add(text(byte)) } }
      try await group.waitForAll()
    }
    #expect(try MasterKeyFile(path: path).load { _ in [] }.count == 9)
  }
}
