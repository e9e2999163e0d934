import Connectors
import Core
import Foundation
import Library
import Sources
import Synchronization
import TestSupport
import Testing

/// Random trees, random changes, kills between any two commits: in the end the library is as the service is.
@Suite("Syncs that are killed")
struct SyncSimulationTests {
  enum Kind: String, CaseIterable, Sendable {
    case stayingIDs, paths, pathsWithHashes, changes, versions, deep

    var service: FakeService {
      var abilities = FileAbilities()
      switch self {
      case .stayingIDs: break
      case .paths, .pathsWithHashes: abilities.idsStay = false
      case .changes:
        abilities.tellsChanges = true
        abilities.cursorCoversAccount = true
      case .versions: abilities.foldersHaveVersions = true
      case .deep: abilities.listsDeep = true
      }
      return FakeService(abilities) { $0.hashes = self == .pathsWithHashes }
    }
  }

  @Test(arguments: Kind.allCases, [UInt64(1), 2, 3])
  func endLikeTheService(kind: Kind, seed: UInt64) async throws {
    try await SourceHouse.on(.sqlite, kind.service) { house in try await simulate(house, seed) }
  }

  @Test(arguments: Kind.allCases)
  func endLikeTheServiceOnPostgreSQL(kind: Kind) async throws {
    guard StoreEngine.tested.contains(.postgres) else { return }
    try await SourceHouse.on(.postgres, kind.service) { house in try await simulate(house, 7, rounds: 2) }
  }

  private func simulate(_ house: SourceHouse, _ seed: UInt64, rounds: Int = 5) async throws {
    var chance = SeededGenerator(seed: seed)
    change(house.service, 12, &chance)
    let source = try await house.source { $0.vanished = .trash }
    for _ in 0..<rounds {
      for _ in 0..<3 {
        let room = try await house.room(
          over: FragileStore(house.store, writes: Int.random(in: 3...24, using: &chance)))
        do { while try await room.syncNext() {} } catch is CancellationError {}
        if Bool.random(using: &chance) { change(house.service, 2, &chance) }
        // The lease of the dead lapses.
        house.clock.advance(by: .seconds(61))
      }
      change(house.service, 4, &chance)
      if Int.random(in: 0..<4, using: &chance) == 0 { house.service.world.withLock { $0.expiresCursors = true } }
      try await house.drain()
      try await house.sync(source)
      let expected = expected(house.service)
      let found = try await house.tree()
      #expect(found == expected, "seed \(seed)")
      if found != expected { return }
    }
  }

  private func change(_ service: FakeService, _ count: Int, _ chance: inout SeededGenerator) {
    for _ in 0..<count {
      let nodes = service.world.withLock { world in
        world.nodes.values.sorted { Array($0.id.utf8).lexicographicallyPrecedes(Array($1.id.utf8)) }
      }
      let folders = nodes.filter(\.isFolder).map(\.id) + [FakeService.top]
      let number = service.world.withLock { $0.number }
      let folder = folders.randomElement(using: &chance) ?? FakeService.top
      let node = nodes.randomElement(using: &chance)
      switch Int.random(in: 0..<10, using: &chance) {
      case 0, 1: service.folder("folder\(number)", in: folder)
      case 2, 3, 4: service.put("file\(number % 7).jpg", in: folder, "content \(number % 5)")
      case 5: if let node, !node.isFolder { service.put(node.name, in: node.parent, "new \(number)", id: node.id) }
      case 6: if let node { service.move(node.id, to: "moved\(number)") }
      case 7:
        if let node, !node.isFolder { service.move(node.id, to: "away\(number).jpg", in: folder) }
      case 8:
        let isInside = node.map { node in
          service.world.withLock { $0.isBelow(folder, node.id) } || folder == node.id
        }
        if let node, node.isFolder, isInside == false { service.move(node.id, to: "carried\(number)", in: folder) }
      default: if let node { service.delete(node.id) }
      }
    }
  }

  private func expected(_ service: FakeService) -> [String: [String]] {
    service.world.withLock { world in
      var tree: [String: [String]] = [:]
      for node in world.nodes.values where !node.isFolder {
        let path = "\\Library\\" + world.path(node).replacingOccurrences(of: "/", with: "\\")
        tree[path, default: []].append(String(decoding: node.content, as: UTF8.self))
      }
      return tree.mapValues { $0.sorted() }
    }
  }
}
