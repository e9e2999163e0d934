import Blobs
import Connectors
import Core
import Foundation
import Library
import Sources
import Synchronization
import TestSupport
import Testing

@Suite("Syncing a source")
struct FirstSyncTests {
  @Test(arguments: StoreEngine.tested)
  func filesBecomeAssetsInCategoriesLikeTheirFolders(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let photos = house.service.folder("Photos")
      house.service.put("a.jpg", in: photos, "one")
      house.service.put("b.jpg", in: photos, "two")
      house.service.put("top.pdf", "three")
      let source = try await house.source()
      try await house.drain()
      let tree = try await house.tree()
      #expect(tree["\\Library\\Photos\\a.jpg"] == ["one"])
      #expect(tree["\\Library\\Photos\\b.jpg"] == ["two"])
      #expect(tree["\\Library\\top.pdf"] == ["three"])
      let last = try #require(try await house.room.read(source.id, as: house.owner).last)
      #expect(last.state == .done)
      #expect(last.counts.added == 3)
      #expect(last.counts.brought == 3)
      #expect(last.counts.bytes == 11)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aMovedAndRenamedFileStaysTheSameAsset(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let photos = house.service.folder("Photos")
      let best = house.service.folder("Best")
      let file = house.service.put("a.jpg", in: photos, "one")
      let source = try await house.source()
      try await house.drain()
      let before = try #require(try await house.assets().first)
      house.service.move(file, to: "harbour.jpg", in: best)
      let record = try await house.sync(source)
      let after = try await house.assets()
      #expect(after.map(\.id) == [before.id])
      #expect(after.first?.original.fileName == "harbour.jpg")
      #expect(try await house.tree()["\\Library\\Best\\harbour.jpg"] == ["one"])
      #expect(record?.counts.moved == 1)
      #expect(house.service.world.withLock { $0.downloads.count } == 1)
      let history = try await house.library.assets.versions(of: before.id, as: house.owner)
      #expect(history.count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsGoneIsFoundWhereTheServiceTellsOnlyWhatIsNew(engine: StoreEngine) async throws {
    var abilities = FileAbilities.plain
    (abilities.tellsChanges, abilities.tellsRemovals) = (true, false)
    try await SourceHouse.on(engine, FakeService(abilities)) { house in
      let gone = house.service.put("a.jpg", "one")
      house.service.put("b.jpg", "two")
      let source = try await house.source()
      try await house.drain()
      house.service.delete(gone)
      var records: [SyncRecord] = []
      for _ in 0..<7 { if let record = try await house.sync(source) { records.append(record) } }
      #expect(records.map(\.counts.gone).reduce(0, +) == 1)
      #expect(records.first?.counts.gone == 0)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatAServiceTellsWithoutItsPlaceStaysWhereItWas(engine: StoreEngine) async throws {
    var abilities = FileAbilities.plain
    (abilities.tellsChanges, abilities.tellsRemovals, abilities.tellsPlaces) = (true, false, false)
    abilities.cursorCoversAccount = true
    try await SourceHouse.on(engine, FakeService(abilities)) { house in
      let album = house.service.folder("Album")
      let file = house.service.put("a.jpg", in: album, "one")
      let source = try await house.source()
      try await house.drain()
      let before = try #require(try await house.assets().first)
      house.service.put("a.jpg", in: album, "other", id: file)
      let changed = try #require(try await house.sync(source))
      #expect((changed.counts.changed, changed.counts.gone) == (1, 0))
      #expect(try await house.tree()["\\Library\\Album\\a.jpg"] == ["other"])
      #expect(try await house.assets().map(\.id) == [before.id])
      // Nobody says where a new one is; a source of everything has it at once.
      house.service.put("b.jpg", in: album, "two")
      let added = try #require(try await house.sync(source))
      #expect((added.counts.added, added.counts.gone) == (1, 0))
      #expect(try await house.assets().count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsNewWithoutAPlaceIsLookedForInTheChosenFolders(engine: StoreEngine) async throws {
    var abilities = FileAbilities.plain
    (abilities.tellsChanges, abilities.tellsRemovals, abilities.tellsPlaces) = (true, false, false)
    abilities.cursorCoversAccount = true
    try await SourceHouse.on(engine, FakeService(abilities)) { house in
      let album = house.service.folder("Album")
      let other = house.service.folder("Other")
      house.service.put("a.jpg", in: album, "one")
      let source = try await house.source { $0.folders = [SourceFolder(id: album, path: "Album")] }
      try await house.drain()
      house.service.put("b.jpg", in: album, "two")
      house.service.put("c.jpg", in: other, "three")
      let record = try #require(try await house.sync(source))
      #expect((record.counts.added, record.counts.gone) == (1, 0))
      #expect(Set(try await house.assets().map(\.original.fileName)) == ["a.jpg", "b.jpg"])
    }
  }

  @Test(arguments: StoreEngine.tested, [true, false])
  func whereIDsArePathsAMovedFileIsKnownByItsContent(engine: StoreEngine, hashes: Bool) async throws {
    var abilities = FileAbilities.plain
    abilities.idsStay = false
    try await SourceHouse.on(engine, FakeService(abilities) { $0.hashes = hashes }) { house in
      let photos = house.service.folder("Photos")
      house.service.put("a.jpg", in: photos, "one")
      house.service.put("b.jpg", in: photos, "two")
      let source = try await house.source()
      try await house.drain()
      let before = Set(try await house.assets().map(\.id))
      house.service.move(photos, to: "Pictures")
      try await house.sync(source)
      #expect(Set(try await house.assets().map(\.id)) == before)
      #expect(try await house.tree()["\\Library\\Pictures\\a.jpg"] == ["one"])
      #expect(house.service.world.withLock { $0.downloads.count } == (hashes ? 2 : 4))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aChangedFileIsTheSameAssetWithOtherBytes(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let file = house.service.put("a.jpg", "one")
      let source = try await house.source()
      try await house.drain()
      let before = try #require(try await house.assets().first)
      house.service.put("a.jpg", "other", id: file)
      let record = try await house.sync(source)
      let after = try #require(try await house.assets().first)
      #expect(after.id == before.id)
      #expect(after.original.mediaFile != before.original.mediaFile)
      #expect(try await house.tree()["\\Library\\a.jpg"] == ["other"])
      #expect(record?.counts.changed == 1)
      #expect(try await house.blobs.info(before.original.hash) != nil)
    }
  }

  @Test(arguments: StoreEngine.tested, SourceRules.Vanished.allCases)
  func aFileThatIsGoneIsDealtWithAsTheSourceSays(engine: StoreEngine, rule: SourceRules.Vanished) async throws {
    try await SourceHouse.on(engine) { house in
      let file = house.service.put("a.jpg", "one")
      let source = try await house.source { $0.vanished = rule }
      try await house.drain()
      house.service.delete(file)
      let record = try await house.sync(source)
      #expect(record?.counts.gone == 1)
      let assets = try await house.assets()
      switch rule {
      case .keep: #expect(assets.first?.keywords == [])
      case .mark: #expect(assets.first?.keywords == [SourceRules.vanishedKeyword])
      case .trash: #expect(assets.isEmpty)
      }
      // It comes back under the same id: the same asset, unmarked.
      house.service.put("a.jpg", "one", id: file)
      try await house.sync(source)
      #expect(try await house.assets().map(\.keywords) == [[]])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aSyncWithoutChangesBringsNothing(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      for number in 0..<10 { house.service.put("\(number).jpg", "\(number)") }
      let source = try await house.source()
      try await house.drain()
      let record = try await house.sync(source)
      #expect(record?.counts.unchanged == 10)
      #expect(record?.counts.brought == 0)
      #expect(house.service.world.withLock { $0.downloads.count } == 10)
    }
  }
}
