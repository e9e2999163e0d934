import Connectors
import Core
import Foundation
import Identity
import Library
import Sources
import Synchronization
import TestSupport
import Testing

@Suite("Publishing a collection")
struct PublicationTests {
  @Test(arguments: StoreEngine.tested, [true, false])
  func theFolderBecomesLikeTheCollectionAndStaysLikeIt(engine: StoreEngine, idsStay: Bool) async throws {
    try await SourceHouse.on(engine, FakeService(.writing(idsStay: idsStay))) { house in
      let (one, two) = (try await house.asset("a.jpg", "one"), try await house.asset("b.jpg", "two"))
      let collection = try await house.collection([one, two])
      let publication = try await house.publication(of: collection) { $0.left = .remove }
      try await house.publishAll()
      #expect(house.there() == ["a.jpg": ["one"], "b.jpg": ["two"]])

      try await house.change(one, "another")
      let three = try await house.asset("c.jpg", "three")
      _ = try await house.library.collections.add([three], to: collection, as: house.owner)
      _ = try await house.library.collections.remove([two], from: collection, as: house.owner)
      let record = try #require(try await house.run(publication))
      #expect(house.there() == ["a.jpg": ["another"], "c.jpg": ["three"]])
      #expect(record.state == .done)
      #expect((record.counts.sent, record.counts.replaced, record.counts.removed) == (1, 1, 1))
      #expect(record.counts.bytes == 12)

      let again = try await house.run(publication)
      #expect(again?.counts == PublicationCounts())
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFileWhoseAssetLeftStaysWhereThePublicationSaysSoAndIsKnownWhenItComesBack(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let collection = try await house.collection([one])
      let publication = try await house.publication(of: collection)
      try await house.publishAll()
      _ = try await house.library.collections.remove([one], from: collection, as: house.owner)
      try await house.run(publication)
      #expect(house.there() == ["a.jpg": ["one"]])
      _ = try await house.library.collections.add([one], to: collection, as: house.owner)
      try await house.run(publication)
      #expect(house.there() == ["a.jpg": ["one"]])
      #expect(house.service.world.withLock { $0.uploads } == ["a.jpg"])
    }
  }

  @Test(arguments: StoreEngine.tested, [true, false])
  func filesOfOneNameGetDistinctOnesAndNobodyElsesFileIsTouched(engine: StoreEngine, idsStay: Bool) async throws {
    try await SourceHouse.on(engine, FakeService(.writing(idsStay: idsStay))) { house in
      house.service.put("A.jpg", "theirs")
      let assets = [try await house.asset("a.jpg", "one"), try await house.asset("a.jpg", "two")]
      let collection = try await house.collection(assets)
      let publication = try await house.publication(of: collection) { $0.left = .remove }
      try await house.publishAll()
      let there = house.there()
      #expect(Set(there.keys) == ["A.jpg", "a (2).jpg", "a (3).jpg"])
      #expect(there["A.jpg"] == ["theirs"])
      #expect(try await house.run(publication)?.counts == PublicationCounts())
      _ = try await house.library.collections.remove(assets, from: collection, as: house.owner)
      try await house.run(publication)
      #expect(house.there() == ["A.jpg": ["theirs"]])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRenamedFileTakesThePlaceOfTheOneBefore(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let publication = try await house.publication(of: try await house.collection([one]))
      try await house.publishAll()
      try await house.rename(one, "harbour.jpg")
      try await house.run(publication)
      #expect(house.there() == ["harbour.jpg": ["one"]])
      #expect(try await house.room.publishedFiles(of: publication.id, state: .sent, as: house.owner).count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested, ["one", "another"])
  func whatSomebodyChangedThereIsOverwrittenOnlyWhenAPersonSaysSo(engine: StoreEngine, ours: String) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let publication = try await house.publication(of: try await house.collection([one]))
      try await house.publishAll()
      let id = try #require(house.service.world.withLock { $0.nodes.keys.first })
      house.service.put("a.jpg", "theirs", id: id)
      if ours != "one" { try await house.change(one, ours) }
      let record = try await house.run(publication)
      #expect(record?.counts.conflicts == 1)
      #expect(house.there() == ["a.jpg": ["theirs"]])
      let files = try await house.room.publishedFiles(of: publication.id, as: house.owner)
      let file = try #require(files.first)
      #expect(file.state == .conflict)
      #expect(file.problem?.contains("changed") == true)
      #expect(try await house.room.overwritePublished(publication.id, file: file.id, as: house.owner))
      try await house.publishAll()
      #expect(house.there() == ["a.jpg": [ours]])
      #expect(try await house.room.publishedFiles(of: publication.id, as: house.owner).isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatSomebodyChangedThereIsNotRemoved(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let collection = try await house.collection([one])
      let publication = try await house.publication(of: collection) { $0.left = .remove }
      try await house.publishAll()
      let id = try #require(house.service.world.withLock { $0.nodes.keys.first })
      house.service.put("a.jpg", "theirs", id: id)
      _ = try await house.library.collections.remove([one], from: collection, as: house.owner)
      try await house.run(publication)
      #expect(house.there() == ["a.jpg": ["theirs"]])
      let file = try #require(try await house.room.publishedFiles(of: publication.id, as: house.owner).first)
      #expect(file.state == .conflict)
      #expect(try await house.room.overwritePublished(publication.id, file: file.id, as: house.owner))
      try await house.publishAll()
      #expect(house.there().isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatWasLeftThereIsTheirsToChange(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let collection = try await house.collection([one])
      let publication = try await house.publication(of: collection) { $0.left = .keep }
      try await house.publishAll()
      let id = try #require(house.service.world.withLock { $0.nodes.keys.first })
      _ = try await house.library.collections.remove([one], from: collection, as: house.owner)
      try await house.run(publication)
      house.service.put("a.jpg", "theirs", id: id)
      #expect(try await house.run(publication)?.counts == PublicationCounts())
      #expect(try await house.room.publishedFiles(of: publication.id, state: .conflict, as: house.owner).isEmpty)
      #expect(house.there() == ["a.jpg": ["theirs"]])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aServiceThatCountsItsOwnWorkAsAChangeMakesNoConflict(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let publication = try await house.publication(of: try await house.collection([one]))
      try await house.publishAll()
      let id = try #require(house.service.world.withLock { $0.nodes.keys.first })
      house.service.put("a.jpg", "one", id: id)
      let record = try await house.run(publication)
      #expect(record?.counts == PublicationCounts())
      #expect(try await house.room.publishedFiles(of: publication.id, state: .sent, as: house.owner).count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatSomebodyDeletedThereIsSentAgainAndWhatTheyMovedIsFollowed(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let assets = [try await house.asset("a.jpg", "one"), try await house.asset("b.jpg", "two")]
      let publication = try await house.publication(of: try await house.collection(assets))
      try await house.publishAll()
      let ids = house.service.world.withLock { world in
        Dictionary(world.nodes.values.map { ($0.name, $0.id) }, uniquingKeysWith: { one, _ in one })
      }
      house.service.delete(try #require(ids["a.jpg"]))
      let folder = house.service.folder("Elsewhere")
      house.service.move(try #require(ids["b.jpg"]), to: "b.jpg", in: folder)
      let record = try await house.run(publication)
      #expect(record?.counts.sent == 1)
      #expect(house.there() == ["a.jpg": ["one"], "b.jpg": ["two"]])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func changesOfTheCollectionAreSentAtOnceAndNothingIsAskedOtherwise(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, FakeService(.writing())) { house in
      let one = try await house.asset("a.jpg", "one")
      let collection = try await house.collection([one])
      let publication = try await house.publication(of: collection) { $0.schedule = .weekly }
      try await house.publishAll()
      let looks = house.service.world.withLock { $0.listed.count }
      house.clock.advance(by: .seconds(16))
      try await house.publishAll()
      #expect(house.service.world.withLock { $0.listed.count } == looks)
      let two = try await house.asset("b.jpg", "two")
      _ = try await house.library.collections.add([two], to: collection, as: house.owner)
      house.clock.advance(by: .seconds(16))
      try await house.publishAll()
      #expect(house.there().keys.sorted() == ["a.jpg", "b.jpg"])
      #expect(try await house.room.publication(publication.id, as: house.owner).last?.state == .done)
    }
  }
}
