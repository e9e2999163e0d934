import Blobs
import Core
import Identity
import Library
import TestSupport
import Testing

@Suite struct AssetLifecycleTests {
  @Test(arguments: StoreEngine.tested)
  func sharedBytesOutliveTheFirstPurgeAndNotTheLast(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let assets = house.library.assets
      let first = try await house.add("a.jpg", content: "same")
      let second = try await house.add("b.jpg", content: "same")
      #expect(first.original.hash == second.original.hash)
      try await assets.purge(first.id, as: house.manager)
      #expect(try await house.blobs.info(first.original.hash) != nil)
      await #expect(throws: LibraryError.assetNotFound(first.id)) {
        try await assets.asset(first.id, includingDeleted: true, as: house.manager)
      }
      try await assets.purge(second.id, as: house.manager)
      #expect(try await house.blobs.info(first.original.hash) == nil)
      let third = try await house.add("c.jpg", content: "same")
      #expect(try await house.blobs.info(third.original.hash) != nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func purgingAndUploadingTheSameBytesAtOnceLosesNothing(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      for _ in 0..<5 {
        let old = try await house.add("old.jpg", content: "same")
        async let purge: Void = house.library.assets.purge(old.id, as: house.manager)
        async let new = house.add("new.jpg", content: "same")
        try await purge
        let asset = try await new
        #expect(try await house.blobs.info(asset.original.hash) != nil)
        try await house.library.assets.purge(asset.id, as: house.manager)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDeletedAssetIsGoneUntilItIsUndeleted(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let assets = house.library.assets
      let asset = try await house.add("a.jpg", title: "Kept", keywords: ["one"])
      try await assets.delete(asset.id, as: house.writer)
      try await assets.delete(asset.id, as: house.writer)
      await #expect(throws: LibraryError.assetNotFound(asset.id)) { try await assets.asset(asset.id, as: house.reader) }
      await #expect(throws: LibraryError.assetDeleted(asset.id)) {
        try await assets.addKeywords(asset.id, ["two"], as: house.writer)
      }
      let seen = try await assets.asset(asset.id, includingDeleted: true, as: house.reader)
      #expect(seen.record.deletedBy?.userName == "person2")
      #expect(try await assets.undelete(asset.id, as: house.writer).keywords == ["one"])
      let types = try await assets.history(of: asset.id, as: house.reader).map(\.type)
      #expect(types == [.undelete, .delete, .approve, .upload])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func keywordsAndCategoriesAreSets(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let assets = house.library.assets
      let asset = try await house.add("a.jpg", keywords: ["Snow"])
      var changed = try await assets.addKeywords(asset.id, ["SNOW", "River", ""], as: house.writer)
      #expect(changed.keywords == ["Snow", "River"])
      let river = try await house.library.keywords.keyword("river", as: house.reader)
      changed = try await assets.removeKeyword(asset.id, river.id.description, as: house.writer)
      #expect(changed.keywords == ["Snow"])
      await #expect(throws: LibraryError.keywordNotFound("river")) {
        try await assets.removeKeyword(asset.id, "river", as: house.writer)
      }
      #expect(try await house.library.keywords.all(as: house.reader).map(\.word) == ["River", "Snow"])
      _ = try await house.library.keywords.update("snow", KeywordChange(word: "Powder"), as: house.writer)
      #expect(try await house.titles(SearchRequest(text: "keywords:powder")).count == 1)
      let extra = try await house.library.categories.create(name: "Extra", parent: nil, as: house.writer)
      changed = try await assets.addCategories(asset.id, [extra.id, extra.id], as: house.writer)
      #expect(changed.categories.count == 2)
      changed = try await assets.replaceCategories(asset.id, [extra.id], as: house.writer)
      #expect(changed.categories == [extra.id])
      #expect(try await assets.removeCategory(asset.id, extra.id, as: house.writer).categories.isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func nobodyDoesWhatTheirRoleDoesNotAllow(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let library = house.library
      let asset = try await house.add("a.jpg")
      await #expect(throws: AccessError.self) { try await library.assets.asset(asset.id, as: house.stranger) }
      await #expect(throws: AccessError.self) { try await library.search.assets(SearchRequest(), as: house.stranger) }
      await #expect(throws: AccessError.self) { try await library.assets.patch(asset.id, [], as: house.reader) }
      await #expect(throws: AccessError.self) { try await library.assets.delete(asset.id, as: house.reader) }
      await #expect(throws: AccessError.self) { try await library.assets.purge(asset.id, as: house.writer) }
      await #expect(throws: AccessError.self) { try await library.uploads.request(.init(), as: house.reader) }
      await #expect(throws: AccessError.self) { try await library.uploads.finish(asset.id, as: house.reader) }
      await #expect(throws: AccessError.self) { try await library.keywords.create("x", as: house.reader) }
      await #expect(throws: AccessError.self) {
        try await library.categories.create(name: "x", parent: nil, as: house.reader)
      }
      await #expect(throws: AccessError.self) {
        try await library.attributes.create(AttributeDefinition(name: "x", type: .text), as: house.writer)
      }
      await #expect(throws: AccessError.self) { try await library.collections.create(name: "x", as: house.reader) }
      await #expect(throws: AccessError.self) {
        try await library.directLinks.create(.init(name: "x", size: "Original"), for: asset.id, as: house.reader)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func systemAttributesAreThereAndCannotBeChanged(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let all = try await house.library.attributes.all(as: house.reader)
      #expect(all.count == 23)
      let width = try #require(all.first { $0.name == "Image Width" })
      #expect(width.id == AttributeID("01cc5954-5220-4a34-85ca-12ccfc2ab82e"))
      await #expect(throws: AttributeError.systemAttribute("Image Width")) {
        try await house.library.attributes.delete(width.id, as: house.manager)
      }
      await #expect(throws: LibraryError.self) {
        try await house.library.attributes.create(
          AttributeDefinition(name: "image width", type: .text), as: house.manager)
      }
    }
  }
}
