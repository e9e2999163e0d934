import Connectors
import Core
import Foundation
import Identity
import Library
import Persistence
import Sources
import Synchronization
import TestSupport
import Testing

@Suite("Publications in trouble")
struct PublicationTroubleTests {
  @Test(arguments: StoreEngine.tested, [true, false])
  func aKillBetweenAnyTwoWritesLeavesEveryFileThereOnce(engine: StoreEngine, idsStay: Bool) async throws {
    try await SourceHouse.on(engine, FakeService(.writing(idsStay: idsStay))) { house in
      var assets: [AssetID] = []
      for number in 0..<6 { assets.append(try await house.asset("\(number % 4).jpg", "content \(number)")) }
      let collection = try await house.collection(assets)
      let publication = try await house.publication(of: collection) { $0.left = .remove }
      for writes in 0..<40 {
        let room = try await house.room(over: FragileStore(house.store, writes: writes % 13))
        do { while try await room.publishNext() {} } catch is CancellationError {}
        if writes == 20 { for asset in assets.prefix(3) { try await house.change(asset, "other \(asset)") } }
        if writes == 30 {
          _ = try await house.library.collections.remove([assets[5]], from: collection, as: house.owner)
        }
        // The lease of the dead lapses.
        house.clock.advance(by: .seconds(61))
        try await house.room.run(publication.id, as: house.owner)
      }
      try await house.run(publication)
      let there = house.there()
      #expect(
        there.values.flatMap(\.self).sorted()
          == (assets.prefix(3).map { "other \($0)" } + ["content 3", "content 4"]).sorted())
      #expect(there.count == 5)
      #expect(try await house.run(publication)?.counts == PublicationCounts())
    }
  }

  @Test(arguments: StoreEngine.tested, [true, false])
  func aPieceThatABrokenTryLeftIsReplaced(engine: StoreEngine, idsStay: Bool) async throws {
    try await SourceHouse.on(engine, FakeService(.writing(idsStay: idsStay)) { $0.breaking = ["a.jpg"] }) { house in
      let one = try await house.asset("a.jpg", "a long content")
      let publication = try await house.publication(of: try await house.collection([one]))
      try await house.publishAll()
      #expect(house.there() == ["a.jpg": ["a long "]])
      let failing = try await house.room.publishedFiles(of: publication.id, as: house.owner)
      #expect(failing.map(\.tries) == [1])
      house.clock.advance(by: .seconds(11))
      try await house.publishAll()
      #expect(house.there() == ["a.jpg": ["a long content"]])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFileThatIsRefusedIsPutAsideAndKeepsNoOtherFromComing(engine: StoreEngine) async throws {
    let refusal = ActionError(code: "refused", category: .invalid, message: "The service takes no such file.")
    try await SourceHouse.on(engine, FakeService(.writing()) { $0.refusing = ["a.jpg": refusal] }) { house in
      let assets = [try await house.asset("a.jpg", "one"), try await house.asset("b.jpg", "two")]
      let publication = try await house.publication(of: try await house.collection(assets))
      for _ in 0..<4 {
        try await house.publishAll()
        house.clock.advance(by: .seconds(3601))
      }
      #expect(house.there() == ["b.jpg": ["two"]])
      let file = try #require(try await house.room.publishedFiles(of: publication.id, as: house.owner).first)
      #expect(file.state == .parked)
      #expect(file.problem?.contains("takes no such file") == true)
      house.service.world.withLock { $0.refusing = [:] }
      #expect(try await house.room.retryPublished(publication.id, as: house.owner) == 1)
      try await house.publishAll()
      #expect(house.there().count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func nothingIsRemovedWhenTheCollectionOrTheFolderIsGone(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let collection = try await house.collection([one])
      let publication = try await house.publication(of: collection) { $0.left = .remove }
      try await house.publishAll()
      house.service.world.withLock { $0.unlistable = [FakeService.top: FakeService.notFound] }
      let lost = try await house.run(publication)
      #expect(lost?.state == .failed)
      #expect(lost?.problem?.contains("isn't there any more") == true)
      house.service.world.withLock { $0.unlistable = [:] }
      try await house.library.collections.delete(collection, as: house.owner)
      let record = try await house.run(publication)
      #expect(record?.state == .failed)
      #expect(record?.problem?.contains("collection") == true)
      #expect(house.there() == ["a.jpg": ["one"]])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServiceThatTakesNoFilesIsRefused(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.plain)) { house in
      let collection = try await house.collection([])
      await #expect(throws: PublicationError.cannotWrite("The fake service")) {
        _ = try await house.publication(of: collection)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aPictureThatIsNotMadeYetWaits(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.tif", "one")
      let publication = try await house.publication(of: try await house.collection([one])) {
        $0.sends = .rendition(.large)
      }
      try await house.publishAll()
      let waiting = try await house.room.publishedFiles(of: publication.id, state: .unavailable, as: house.owner)
      #expect(waiting.map(\.wanted.fileName) == ["a.jpg"])
      #expect(house.there().isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFileThatSomebodyPutsThereMeanwhileIsNotReplaced(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing(idsStay: false))) { house in
      let one = try await house.asset("a.jpg", "one")
      house.service.world.withLock { world in
        world.afterList = { service in service.put("a.jpg", "theirs") }
      }
      let publication = try await house.publication(of: try await house.collection([one]))
      try await house.publishAll()
      #expect(house.there() == ["a.jpg": ["theirs"], "a (2).jpg": ["one"]])
      #expect(try await house.run(publication)?.counts == PublicationCounts())
    }
  }
}
