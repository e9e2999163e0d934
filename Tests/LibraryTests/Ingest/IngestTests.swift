import Blobs
import Core
import Foundation
import Logging
import Media
import Persistence
import TestSupport
import Testing

@testable import Library

@Suite struct IngestTests {
  @Test(arguments: StoreEngine.tested)
  func whatTheFileSaysFillsWhatTheUploaderLeftOpen(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let city = try await house.library.attributes.create(
        AttributeDefinition(name: "City", type: .text, embedded: .init(type: "Iptc", tag: "City")), as: house.manager)
      let open = try await house.add("lake.jpg", content: "one")
      let given = try await house.add("sea.jpg", content: "two", title: "Sea", keywords: ["mine"])
      try await Self.ingest(house).drain()
      let filled = try await house.library.assets.asset(open.id, as: house.reader)
      #expect((filled.title, filled.description) == ("Evening", "At the lake"))
      #expect(filled.keywords == ["lake", "evening"])
      #expect(filled.attributes[city.id] == "Zürich")
      #expect((filled.ingest, filled.kind) == (.done, .image))
      #expect((filled.facts.width, filled.facts.height, filled.facts.dominantColour) == (300, 200, "#102030"))
      #expect(filled.attributes[try #require(AttributeID("01cc5954-5220-4a34-85ca-12ccfc2ab82e"))] == "300")
      #expect(filled.attributes[try #require(AttributeID("28dd6157-08b3-4496-b9d7-3bd79389646a"))] == "Landscape")
      let kept = try await house.library.assets.asset(given.id, as: house.reader)
      #expect((kept.title, kept.keywords) == ("Sea", ["mine"]))
      #expect(Set(filled.renditions.keys) == Set(RenditionKind.allCases))
      let thumb = LibraryHouse.split(house.library.mediaURLs.address(of: filled, rendition: .thumb))
      let content = try await house.library.mediaURLs.content(path: thumb.path, query: thumb.query)
      #expect(content.mimeType == "image/jpeg")
      #expect(try await house.library.mediaURLs.read(content).collect(upTo: 100) == [UInt8]("Thumb".utf8))
      #expect(try await house.titles(SearchRequest(text: "zurich")).count == 2)
      #expect(
        try await house.library.assets.embedded(open.id, groups: ["IPTC"], as: house.reader).map(\.name) == ["City"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: house.folder.file("scratch")).isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aFileThatCrashesItsDecoderIsMarkedAndNamed(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let asset = try await house.add("bomb.jpg")
      let service = Self.ingest(house) { _, name, _ in throw MediaError.workerDied(file: name) }
      try await service.drain()
      #expect(try await house.library.assets.asset(asset.id, as: house.reader).ingest == .pending)
      house.clock.advance(by: .seconds(60))
      try await service.drain()
      let marked = try await house.library.assets.asset(asset.id, as: house.reader)
      guard case .failed(let reason) = marked.ingest else {
        Issue.record("the file isn't marked")
        return
      }
      #expect(reason.contains("bomb.jpg"))
      #expect(marked.title == "bomb")
      house.clock.advance(by: .seconds(3600))
      try await Self.ingest(house).drain()
      #expect(try await house.library.assets.asset(asset.id, as: house.reader).ingest == marked.ingest)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func bytesThatContradictTheirNameAreRecordedByTheirContent(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let asset = try await house.add("picture.jpg")
      #expect(asset.kind == .image)
      let service = Self.ingest(house) { _, name, _ in
        let facts = MediaFacts(kind: .document, mime: "application/pdf", format: "PDF", matchesName: false)
        return ProcessedMedia(facts: facts, problem: .encrypted(file: name))
      }
      try await service.drain()
      let seen = try await house.library.assets.asset(asset.id, as: house.reader)
      #expect((seen.kind, seen.facts.contradictsName, seen.facts.mimeType) == (.document, true, "application/pdf"))
      #expect(seen.ingest != .done)
      #expect(seen.renditions.isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWorkerThatLostItsClaimWritesNothing(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let asset = try await house.add("slow.jpg")
      let queue = IngestQueue(context: house.library.context)
      let slow = try #require(try await queue.claim(for: .seconds(30)))
      #expect(try await queue.claim(for: .seconds(30)) == nil)
      house.clock.advance(by: .seconds(31))
      let fast = try #require(try await queue.claim(for: .seconds(30)))
      #expect((fast.asset, fast.attempts) == (asset.id, 2))
      #expect(try await !queue.renew(slow, for: .seconds(30)))
      #expect(try await queue.renew(fast, for: .seconds(30)))
      #expect(try await !Self.keep("late/late", slow, house))
      #expect(try await Self.keep("in/time", fast, house))
      #expect(try await house.library.assets.asset(asset.id, as: house.reader).facts.mimeType == "in/time")
      #expect(try await !Self.keep("late/late", slow, house))
    }
  }

  private static func keep(_ mime: String, _ claim: IngestClaim, _ house: LibraryHouse) async throws -> Bool {
    let facts = MediaFacts(kind: .other, mime: mime, format: "")
    let result = IngestResult(ProcessedMedia(facts: facts), fileName: claim.fileName)
    let effects = house.effects
    return try await house.store.write { session in
      try IngestStore(session).keep(result, renditions: [], of: claim, effects)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func purgingTakesTheRenditionsAlong(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let asset = try await house.add("a.jpg")
      try await Self.ingest(house).drain()
      let seen = try await house.library.assets.asset(asset.id, as: house.reader)
      try await house.library.assets.purge(asset.id, as: house.manager)
      for rendition in seen.renditions.values { #expect(try await house.blobs.info(rendition.hash) == nil) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anAssetExpires(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let asset = try await house.add("a.jpg")
      _ = try await house.library.assets.patch(
        asset.id, [["op": "add", "path": "/expiresAt", "value": "2026-01-02"]], as: house.writer)
      let keeper = LibraryKeeper(library: house.library, logger: Logger(label: "test"))
      try await keeper.makeRound()
      #expect(try await house.library.assets.asset(asset.id, as: house.reader).status == .approved)
      house.clock.advance(by: .seconds(25 * 3600))
      try await keeper.makeRound()
      let expired = try await house.library.assets.asset(asset.id, as: house.reader)
      #expect((expired.status, expired.record.modifiedBy.userName) == (.expired, "weir"))
    }
  }

  private static func ingest(
    _ house: LibraryHouse,
    process: @escaping @Sendable (String, String, String) async throws -> ProcessedMedia = picture
  ) -> IngestService {
    IngestService(
      library: house.library, processing: MediaProcessing(process: process),
      settings: IngestSettings(scratchFolder: house.folder.file("scratch")), logger: Logger(label: "test"))
  }

  /// A decoder that finds the same picture in every file.
  private static let picture: @Sendable (String, String, String) async throws -> ProcessedMedia = { _, _, folder in
    var facts = MediaFacts(kind: .image, mime: "image/jpeg", format: "JPG")
    (facts.width, facts.height, facts.dominantColour) = (300, 200, "#102030")
    (facts.title, facts.description, facts.keywords) = ("Evening", "At the lake", ["lake", "evening", "Lake"])
    facts.embedded = [
      EmbeddedField(family: .iptc, group: "IPTC", name: "City", value: "Zürich"),
      EmbeddedField(family: .exif, group: "IFD0", name: "Make", value: "Weir"),
    ]
    let files = try RenditionSize.allCases.map { size in
      let path = folder + "/" + size.fileName
      try Data(size.rawValue.utf8).write(to: URL(fileURLWithPath: path))
      return RenderedFile(
        size: size, path: path, width: 3, height: 2, length: Int64(size.rawValue.utf8.count), mime: "image/jpeg")
    }
    return ProcessedMedia(facts: facts, renditions: files)
  }
}
