import Connectors
import Core
import Foundation
import Library
import Sources
import Synchronization
import TestSupport
import Testing

@Suite("Sources and what services do to them")
struct BadInputTests {
  @Test func manyFilesOfOneNameAreManyAssets() async throws {
    try await SourceHouse.on(.sqlite) { house in
      house.service.world.withLock { $0.pageSize = 200 }
      for number in 0..<600 { house.service.put("IMG_0001.jpg", "\(number)") }
      let source = try await house.source()
      try await house.drain()
      #expect(try await house.tree()["\\Library\\IMG_0001.jpg"]?.count == 600)
      #expect(try await house.room.files(of: source.id, as: house.owner).isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func namesWithEveryTrapBecomeAssets(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let names = [
        "caf\u{E9}.jpg", "cafe\u{301}.jpg", "\u{202E}gpj.exe", "nul\0byte.jpg", "back\\slash.jpg", "dots...", " blank ",
        "👩‍👩‍👧‍👦.jpg", String(repeating: "ü", count: 200) + ".tif", "\u{FFFD}.jpg", "a:b*c?.jpg", "new\nline.jpg", "..",
      ]
      for name in names { house.service.put(name, name) }
      let source = try await house.source()
      try await house.drain()
      #expect(try await house.assets().count == names.count)
      let record = try await house.sync(source)
      #expect(record?.counts.unchanged == names.count)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func aFileThatNeverEndsIsGivenUpWhereItShouldHaveEnded() async throws {
    try await SourceHouse.on(.sqlite) { house in
      let id = house.service.put("endless.jpg", String(repeating: "a", count: 10_000))
      house.service.world.withLock { $0.endless = [id] }
      let source = try await house.source()
      try await house.drain()
      #expect(try await house.assets().isEmpty)
      #expect(try await house.room.files(of: source.id, as: house.owner).first?.problem?.contains("changed") == true)
      #expect(house.service.world.withLock(\.taken) < 100)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFileThatFailsKeepsNoOtherFromComing(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let bad = house.service.put("bad.jpg", "bad")
      house.service.put("good.jpg", "good")
      house.service.world.withLock {
        $0.failing[bad] = ActionError(code: "forbidden", category: .forbidden, message: "It may not be read.")
      }
      let source = try await house.source()
      try await house.drain()
      #expect(try await house.tree().keys.sorted() == ["\\Library\\good.jpg"])
      let failed = try await house.room.files(of: source.id, as: house.owner)
      #expect(failed.map(\.problem) == ["It may not be read."])
      #expect(failed.map(\.state) == [.waiting])
      // It is tried again by itself, and put aside at last.
      for _ in 0..<3 {
        house.clock.advance(by: .seconds(3600))
        try await house.drain()
      }
      #expect(try await house.room.files(of: source.id, as: house.owner).map(\.state) == [.parked])
      // Until a person says so.
      house.service.world.withLock { $0.failing = [:] }
      #expect(try await house.room.retry(source.id, as: house.owner) == 1)
      try await house.drain()
      #expect(try await house.tree().count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFileThatChangesWhileItIsBroughtIsBroughtAgain(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let file = house.service.put("a.jpg", "one")
      house.service.world.withLock {
        $0.beforeDownload = { service, id in service.put("a.jpg", "longer", id: id) }
      }
      let source = try await house.source()
      try await house.drain()
      #expect(try await house.tree().isEmpty)
      #expect(try await house.room.files(of: source.id, as: house.owner).first?.problem?.contains("changed") == true)
      try await house.sync(source)
      house.clock.advance(by: .seconds(3600))
      try await house.drain()
      #expect(try await house.tree()["\\Library\\a.jpg"] == ["longer"])
      _ = file
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFolderThatVanishesWhileItIsListedHoldsNothing(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let folder = house.service.folder("Going")
      house.service.put("a.jpg", in: folder, "one")
      house.service.put("b.jpg", "two")
      house.service.world.withLock { $0.unlistable[folder] = FakeService.notFound }
      try await house.source()
      try await house.drain()
      #expect(try await house.tree().keys.sorted() == ["\\Library\\b.jpg"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whenTheChosenFolderIsGoneNothingElseIs(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      house.service.put("a.jpg", "one")
      let source = try await house.source { $0.vanished = .trash }
      try await house.drain()
      house.service.world.withLock { $0.unlistable[FakeService.top] = FakeService.notFound }
      let record = try await house.sync(source)
      #expect(record?.state == .failed)
      #expect(record?.problem?.contains("isn't there any more") == true)
      #expect(try await house.assets().count == 1)
    }
  }

  @Test func whenMostOfItIsGoneAPersonIsAsked() async throws {
    try await SourceHouse.on(.sqlite) { house in
      house.service.world.withLock { $0.pageSize = 200 }
      let ids = (0..<80).map { house.service.put("\($0).jpg", "\($0)") }
      let source = try await house.source { $0.vanished = .trash }
      try await house.drain()
      for id in ids.dropFirst(5) { house.service.delete(id) }
      #expect(try await house.sync(source)?.state == .failed)
      #expect(try await house.assets().count == 80)
      try await house.room.sync(source.id, acceptsGone: true, as: house.owner)
      try await house.drain()
      #expect(try await house.assets().count == 5)
    }
  }

  @Test("everything is chosen by a word, and what lies in it names it otherwise", arguments: StoreEngine.tested)
  func theTopHasAnotherID(engine: StoreEngine) async throws {
    var abilities = FileAbilities()
    (abilities.tellsChanges, abilities.cursorCoversAccount, abilities.top) = (true, true, FakeService.top)
    try await SourceHouse.on(engine, FakeService(abilities) { $0.ownTop = "0AB" }) { house in
      let file = house.service.put("a.jpg", "one")
      let source = try await house.source()
      try await house.drain()
      house.service.put("a.jpg", "two", id: file)
      house.service.put("b.jpg", "three")
      #expect(try await house.sync(source)?.kind == .changes)
      #expect(try await house.tree() == ["\\Library\\a.jpg": ["two"], "\\Library\\b.jpg": ["three"]])
      #expect(try await house.room.standing(of: source.id, as: house.owner).files == [.held: 2])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPersonsEditStandsWhereTheServiceSaysNothingNew(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let file = house.service.put("a.jpg", "one")
      house.service.describe(file, ["caption": "At sea", "tags": ["boat", "sea"]])
      let source = try await house.source {
        $0.mapping = FieldMapping([.init(from: "caption", to: .title), .init(from: "tags", to: .keywords)])
      }
      try await house.drain()
      let asset = try #require(try await house.assets().first)
      #expect(asset.title == "At sea")
      #expect(asset.keywords == ["boat", "sea"])
      _ = try await house.library.assets.patch(
        asset.id, [["op": "replace", "path": "/title", "value": "Ours"]], as: house.owner)
      _ = try await house.library.assets.addKeywords(asset.id, ["best"], as: house.owner)
      house.service.describe(file, ["caption": "At sea", "tags": ["boat", "harbour"]])
      try await house.sync(source)
      let after = try #require(try await house.assets().first)
      #expect(after.title == "Ours")
      #expect(Set(after.keywords) == ["boat", "harbour", "best"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatTheFilterLeavesOutIsSaidAndComesWhenItIsWanted(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      house.service.put("a.jpg", "one")
      house.service.put("b.mov", "two")
      let source = try await house.source { $0.filter.types = ["image"] }
      try await house.drain()
      #expect(try await house.tree().count == 1)
      let left = try await house.room.files(of: source.id, state: .skipped, as: house.owner)
      #expect(left.map(\.name) == ["b.mov"])
      var rules = source.rules
      rules.filter.types = []
      _ = try await house.room.update(source.id, SourceForm(rules: rules), as: house.owner)
      try await house.drain()
      #expect(try await house.tree().count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPreviewSaysWhatASyncWouldDoAndDoesNothing(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let file = house.service.put("a.jpg", "one")
      let gone = house.service.put("b.jpg", "two")
      let source = try await house.source()
      try await house.drain()
      house.service.move(file, to: "c.jpg")
      house.service.delete(gone)
      house.service.put("d.jpg", "three")
      let preview = try await house.room.preview(source.id, as: house.owner)
      #expect(preview.counts.added == 1)
      #expect(preview.counts.moved == 1)
      #expect(preview.counts.gone == 1)
      #expect(Set(preview.examples.map(\.what)) == [.new, .moved, .gone])
      #expect(try await house.tree().keys.sorted() == ["\\Library\\a.jpg", "\\Library\\b.jpg"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func linksAloneAreSmallFilesThatLeadThere(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let file = house.service.put("a.jpg", "one")
      house.service.world.withLock { $0.nodes[file]?.page = "https://service.test/a" }
      try await house.source { $0.keeps = .links }
      try await house.drain()
      let tree = try await house.tree()
      #expect(tree["\\Library\\a.jpg.url"] == ["[InternetShortcut]\r\nURL=https://service.test/a\r\n"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFolderThatIsRenamedRenamesItsCategory(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine) { house in
      let folder = house.service.folder("Old")
      let inner = house.service.folder("Inner", in: folder)
      house.service.put("a.jpg", in: inner, "one")
      let source = try await house.source()
      try await house.drain()
      let before = try await house.assets().first?.categories
      house.service.move(folder, to: "New")
      try await house.sync(source)
      #expect(try await house.tree().keys.sorted() == ["\\Library\\New\\Inner\\a.jpg"])
      #expect(try await house.assets().first?.categories == before)
    }
  }
}
