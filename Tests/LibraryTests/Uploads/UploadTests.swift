import Blobs
import Core
import Foundation
import Identity
import Library
import Logging
import Persistence
import TestSupport
import Testing

@Suite struct UploadTests {
  @Test(arguments: StoreEngine.tested)
  func theWholeSequenceMakesAnAsset(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let (library, writer) = (house.library, house.writer)
      let upload = try await library.uploads.request(UploadProperties(fileName: "lake.jpg"), as: writer)
      #expect(upload.blobName == "\(upload.id).bin")
      let grant = try house.grant(for: upload)
      _ = try await library.uploads.putBlock("Mg==", bytes: ByteStream([4, 5]), with: grant)
      _ = try await library.uploads.putBlock("MQ==", bytes: ByteStream([1, 2, 3]), with: grant)
      #expect(Set(try await library.uploads.blocks(with: grant).map(\.name)) == ["MQ==", "Mg=="])
      #expect(try await library.uploads.putBlockList(["MQ==", "Mg=="], with: grant) == 5)
      // The C# sample sends the blob's name as the file's, and the file's as the title.
      let properties = UploadProperties(fileName: upload.blobName, title: "Lake", description: "Wide", size: 5)
      _ = try await library.uploads.describe(upload.id, properties, as: writer)
      let root = try await library.categories.root(as: writer)
      _ = try await library.uploads.addCategories(upload.id, [root.id], as: writer)
      _ = try await library.uploads.addKeywords(upload.id, ["Snow", "snow", "Ice"], as: writer)
      let asset = try await library.uploads.finish(upload.id, as: writer)

      #expect(asset.id == upload.id)
      #expect(asset.original.fileName == "lake.jpg")
      #expect((asset.title, asset.description) == ("Lake", "Wide"))
      #expect(asset.original.size == 5)
      #expect(asset.original.md5 == "7cfdd07889b3295d6a550914ab35e068")
      #expect(asset.keywords == ["Snow", "Ice"])
      #expect(asset.categories == [root.id])
      #expect((asset.status, asset.ingest, asset.kind) == (.approved, .pending, .image))
      #expect(asset.record.createdBy.userName == "person2")
      let (path, query) = LibraryHouse.split(library.mediaURLs.address(of: asset, rendition: nil))
      let content = try await library.mediaURLs.content(path: path, query: query)
      #expect(try await library.mediaURLs.read(content).collect(upTo: 10) == [1, 2, 3, 4, 5])
      #expect(try house.stagedParts().isEmpty)
      let types = try await library.events.events(after: 0).map(\.type)
      #expect(types == [.mediaFileAdded, .assetsAssigned, .keywordsAdded])
      #expect(try await library.assets.history(of: asset.id, as: writer).map(\.type) == [.approve, .upload])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func eventsThatWereReadAreForgottenOnceTheyAreOld(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let events = house.library.events
      _ = try await house.library.uploads.finish(try await Self.ready(house).id, as: house.writer)
      let all = try await events.events(after: 0).map(\.sequence)
      let old = house.clock.now
      house.clock.advance(by: .seconds(10))
      try await events.forget(through: all[1], before: old)
      #expect(try await events.events(after: 0).map(\.sequence) == all, "none is that old")
      try await events.forget(through: all[1], before: house.clock.now)
      #expect(try await events.events(after: 0).map(\.sequence) == Array(all.dropFirst(2)))
      #expect(try await events.latest() == all.last)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func finishingTwiceAndAtOnceMakesOneAsset(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let (library, writer) = (house.library, house.writer)
      let upload = try await Self.ready(house)
      let assets = try await withThrowingTaskGroup(of: Asset.self) { group in
        for _ in 0..<8 { group.addTask { try await library.uploads.finish(upload.id, as: writer) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(assets.map(\.id)) == [upload.id])
      #expect(try await library.search.assets(SearchRequest(), as: writer).total == 1)
      #expect(try await library.events.events(after: 0).count { $0.type == .mediaFileAdded } == 1)
      house.clock.advance(by: .seconds(100 * 3600))
      #expect(try await library.uploads.finish(upload.id, as: writer).id == upload.id)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func theSameIdentifierAdoptsTheUploadOfTheSamePersonOnly(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let uploads = house.library.uploads
      let id: AssetID = house.effects.id()
      let first = try await uploads.request(UploadProperties(fileName: "a.jpg"), id: id, as: house.writer)
      let grant = try house.grant(for: first)
      _ = try await uploads.putBlock("MQ==", bytes: ByteStream([1]), with: grant)
      let again = try await uploads.request(UploadProperties(fileName: "a.jpg", size: 1), id: id, as: house.writer)
      #expect((again.id, again.mediaFile) == (first.id, first.mediaFile))
      #expect(again.properties.size == 1)
      #expect(try await uploads.blocks(with: house.grant(for: again)).map(\.name) == ["MQ=="])
      await #expect(throws: UploadError.identifierTaken(id)) {
        try await uploads.request(UploadProperties(fileName: "b.jpg"), id: id, as: house.otherWriter)
      }
      await #expect(throws: UploadError.notFound(id)) {
        try await uploads.describe(id, UploadProperties(title: "Mine"), as: house.otherWriter)
      }
      let done = try await house.add("c.jpg")
      await #expect(throws: UploadError.finished(done.id)) {
        try await uploads.request(UploadProperties(fileName: "c.jpg"), id: done.id, as: house.writer)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsMissingIsNamedAndNothingIsLost(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let (library, writer) = (house.library, house.writer)
      let required = try await library.attributes.create(
        AttributeDefinition(name: "Rights", type: .list, isRequired: true, options: [.init(value: "Free")]),
        as: house.manager)
      let upload = try await library.uploads.request(UploadProperties(size: 4), as: writer)
      let grant = try house.grant(for: upload)
      let finish = { try await library.uploads.finish(upload.id, as: writer) }
      await #expect(throws: UploadError.nothingReceived) { try await finish() }
      _ = try await library.uploads.putBlob(ByteStream([1, 2, 3]), with: grant)
      await #expect(throws: UploadError.sizeMismatch(announced: 4, received: 3)) { try await finish() }
      _ = try await library.uploads.describe(upload.id, UploadProperties(size: 3), as: writer)
      await #expect(throws: UploadError.illegalFileName("", problem: "it is empty")) { try await finish() }
      await #expect(throws: UploadError.self) {
        try await library.uploads.describe(upload.id, UploadProperties(fileName: "a/b.jpg"), as: writer)
      }
      _ = try await library.uploads.describe(upload.id, UploadProperties(fileName: "a.jpg"), as: writer)
      await #expect(throws: UploadError.noCategory) { try await finish() }
      await #expect(throws: LibraryError.self) {
        try await library.uploads.addCategories(upload.id, [house.effects.id()], as: writer)
      }
      _ = try await library.uploads.addCategories(
        upload.id, [try await library.categories.root(as: writer).id], as: writer)
      await #expect(throws: UploadError.missingAttribute("Rights")) { try await finish() }
      await #expect(throws: AttributeError.self) {
        try await library.uploads.setAttributes(upload.id, [required.id: "Sold"], as: writer)
      }
      _ = try await library.uploads.setAttributes(upload.id, [required.id: "free"], as: writer)
      let asset = try await finish()
      #expect(asset.attributes[required.id] == "Free")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func bytesAreRefusedWithoutLosingWhatIsThere(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine, settings: LibrarySettings(largestUpload: 10)) { house in
      let uploads = house.library.uploads
      await #expect(throws: UploadError.tooLarge(limit: 10)) {
        try await uploads.request(UploadProperties(fileName: "a.jpg", size: 11), as: house.writer)
      }
      let upload = try await uploads.request(UploadProperties(fileName: "a.jpg"), as: house.writer)
      let grant = try house.grant(for: upload)
      _ = try await uploads.putBlock("MQ==", bytes: ByteStream([1, 2]), with: grant)
      let cutOff = ByteStream(length: 5, AsyncStream { $0.finish() })
      await #expect(throws: ByteStreamError.self) { try await uploads.putBlock("MQ==", bytes: cutOff, with: grant) }
      await #expect(throws: BlobError.unknownBlock("Mg==")) {
        try await uploads.putBlockList(["MQ==", "Mg=="], with: grant)
      }
      #expect(try await uploads.putBlockList(["MQ=="], with: grant) == 2)
      await #expect(throws: UploadError.alreadyWritten) {
        try await uploads.putBlob(ByteStream([9]), replacing: false, with: grant)
      }
      #expect(try await uploads.upload(upload.id, as: house.writer).receivedSize == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anUploadLapsesAndIsCleanedAway(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let uploads = house.library.uploads
      let upload = try await uploads.request(UploadProperties(fileName: "a.jpg"), as: house.writer)
      let address = LibraryHouse.split(house.library.mediaURLs.uploadAddress(of: upload))
      let grant = try house.library.mediaURLs.uploadGrant(path: address.path, query: address.query)
      _ = try await uploads.putBlock("MQ==", bytes: ByteStream([1]), with: grant)
      #expect(try !house.stagedParts().isEmpty)
      house.clock.advance(by: .seconds(24 * 3600 + 1))
      #expect(throws: MediaURLError.expired) {
        try house.library.mediaURLs.uploadGrant(path: address.path, query: address.query)
      }
      await #expect(throws: UploadError.notFound(upload.id)) {
        try await uploads.finish(upload.id, as: house.writer)
      }
      try await LibraryKeeper(library: house.library, logger: Logger(label: "test")).makeRound()
      let left = try await house.store.read { session in
        try session.count("select count(*) as n from library_upload")
      }
      #expect(left == 0)
      #expect(try house.stagedParts().isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatAKilledServerWasStoringIsCleanedAway(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      // The file system has its own clock.
      house.clock.advance(by: .seconds(max(0, Date.now.timeIntervalSince(house.clock.now))))
      _ = try await house.blobs.putBlock("all", of: StageID(UUID()), bytes: ByteStream([1]))
      let keeper = LibraryKeeper(library: house.library, logger: Logger(label: "test"))
      try await keeper.makeRound()
      #expect(try !house.stagedParts().isEmpty)
      house.clock.advance(by: .seconds(8 * 24 * 3600))
      try await keeper.makeRound()
      #expect(try house.stagedParts().isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func verdictsTellBeforeAnyByteIsSent(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      try await house.add("Lake.jpg")
      let verdicts = try await house.library.uploads.verdicts(
        [("lake.JPG", 1), ("a:b.jpg", 1), ("big.mov", .max)], as: house.writer)
      #expect(verdicts.map(\.sameName) == [1, 0, 0])
      #expect(verdicts.map { $0.problem == nil } == [true, false, false])
    }
  }

  private static func ready(_ house: LibraryHouse) async throws -> Upload {
    let uploads = house.library.uploads
    let upload = try await uploads.request(UploadProperties(fileName: "a.jpg"), as: house.writer)
    _ = try await uploads.putBlob(ByteStream([1, 2, 3]), with: house.grant(for: upload))
    return try await uploads.addCategories(
      upload.id, [try await house.library.categories.root(as: house.writer).id], as: house.writer)
  }
}
