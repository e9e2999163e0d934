import Core
import Foundation
import Identity
import TestSupport
import Testing

@testable import Library

@Suite struct SharingTests {
  @Test func identifiersStandInAddressesAsMediaValetWritesThem() throws {
    let id = try #require(AssetID("698ae72a-7f3e-40fa-83f5-19ac64442b80"))
    #expect(DirectLinkPath.encode(id) == "KueKaT5_-kCD9RmsZEQrgA")
    #expect(DirectLinkPath.decode("KueKaT5_-kCD9RmsZEQrgA") == id)
  }

  @Test(arguments: StoreEngine.tested)
  func aDirectLinkOutlivesEditsAndDiesWithItsAsset(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let links = house.library.directLinks
      let asset = try await house.add("a b.jpg", content: "12345")
      let draft = DirectLinkDraft(name: "Default", size: "original", format: "JPEG")
      let link = try await links.create(draft, for: asset.id, as: house.writer)
      #expect(link.path.hasSuffix("/Original/a%20b.jpg"))
      await #expect(throws: LibraryError.self) {
        try await links.create(.init(name: "DEFAULT", size: "Small"), for: asset.id, as: house.writer)
      }
      _ = try await house.library.assets.patch(
        asset.id, [["op": "replace", "path": "/filename", "value": "c.jpg"]], as: house.writer)
      let found = try await links.content(path: link.path)
      #expect((found.link, found.content.size) == (link.id, 5))
      try await links.countVisit(to: link.id, visitor: "me", bytes: 5)
      try await links.countVisit(to: link.id, visitor: "me", bytes: 5)
      let counted = try #require(try await links.links(of: asset.id, as: house.reader).first)
      #expect((counted.views, counted.uniqueViews, counted.bandwidth) == (2, 1, 10))

      _ = try await links.setState(.deactivated, of: [link.id], asset: asset.id, as: house.writer)
      await #expect(throws: DirectLinkError.dead(.deactivated)) { try await links.content(path: link.path) }
      _ = try await links.setState(.active, of: [link.id], asset: asset.id, as: house.writer)
      _ = try await house.library.assets.setStatus(asset.id, .rejected, as: house.writer)
      await #expect(throws: DirectLinkError.dead(.broken)) { try await links.content(path: link.path) }
      _ = try await house.library.assets.setStatus(asset.id, .approved, as: house.writer)
      _ = try await links.content(path: link.path)
      try await house.library.assets.delete(asset.id, as: house.writer)
      await #expect(throws: DirectLinkError.dead(.broken)) { try await links.content(path: link.path) }
      await #expect(throws: DirectLinkError.notFound) { try await links.content(path: "/cdn/x/y/z/Original/a.jpg") }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aLinkToWhatIsNotMadeIsRefused(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let links = house.library.directLinks
      let asset = try await house.add("a.png")
      await #expect(throws: DirectLinkError.sizeUnavailable("XLarge")) {
        try await links.create(.init(name: "a", size: "XLarge"), for: asset.id, as: house.writer)
      }
      await #expect(throws: DirectLinkError.formatUnavailable("GIF", available: "PNG")) {
        try await links.create(.init(name: "a", size: "Original", format: "GIF"), for: asset.id, as: house.writer)
      }
      let small = try await links.create(.init(name: "s", size: "Small"), for: asset.id, as: house.writer)
      await #expect(throws: DirectLinkError.nothingToShow) { try await links.content(path: small.path) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aForgedAddressAndAnExpiredOneAreToldApart(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let urls = house.library.mediaURLs
      let asset = try await house.add("a b.jpg", content: "12345")
      let address = urls.address(of: asset, rendition: nil, disposition: .attachment)
      let (path, query) = LibraryHouse.split(address)
      let content = try await urls.content(path: path, query: query)
      #expect((content.fileName, content.disposition, content.size) == ("a b.jpg", .attachment, 5))
      let forgeries = [
        query.replacingOccurrences(of: "rscd=attachment", with: "rscd=inline"),
        query.replacingOccurrences(of: "se=2026", with: "se=2036"),
        query.replacingOccurrences(of: "sig=", with: "sig=A"),
        "", "sv=1&se=x&sig=y",
      ]
      for forgery in forgeries {
        await #expect(throws: MediaURLError.forged, "\(forgery)") { try await urls.content(path: path, query: forgery) }
      }
      let other = path.replacingOccurrences(of: "/Original/", with: "/Thumb/")
      await #expect(throws: MediaURLError.forged) { try await urls.content(path: other, query: query) }
      await #expect(throws: MediaURLError.missing) {
        let thumb = LibraryHouse.split(urls.address(of: asset, rendition: .thumb))
        return try await urls.content(path: thumb.path, query: thumb.query)
      }
      house.clock.advance(by: .seconds(26 * 3600))
      await #expect(throws: MediaURLError.expired) { try await urls.content(path: path, query: query) }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCollectionKeepsItsOrderAndIsSeenByThoseItIsSharedWith(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let collections = house.library.collections
      var assets: [Asset] = []
      for number in 1...3 {
        assets.append(try await house.add("\(number).jpg", content: "\(number)", title: "\(number)"))
      }
      let made = try await collections.create(name: "Picks", as: house.writer)
      #expect(try await collections.create(name: "Picks", id: made.id, as: house.writer).id == made.id)
      _ = try await collections.add([assets[2].id, assets[0].id], to: made.id, as: house.writer)
      let grown = try await collections.add([assets[0].id, assets[1].id], to: made.id, as: house.writer)
      #expect(grown.assetCount == 3)
      #expect(try await collections.assets(in: made.id, as: house.writer).assets.map(\.title) == ["3", "1", "2"])
      let inside = SearchRequest(container: "(LightboxIds/ANY(l: l EQ '\(made.id)'))", sort: "title A")
      #expect(try await house.titles(inside, as: house.writer) == ["1", "2", "3"])
      await #expect(throws: LibraryError.collectionNotFound(made.id)) {
        try await house.titles(inside, as: house.reader)
      }
      await #expect(throws: LibraryError.self) {
        try await collections.add([house.effects.id()], to: made.id, as: house.writer)
      }
      let share = CollectionShare(person: house.otherWriter.person, permissions: [.viewAsset])
      try await collections.share(made.id, with: share, as: house.writer)
      #expect(try await collections.all(as: house.otherWriter).map(\.id) == [made.id])
      await #expect(throws: CollectionError.self) {
        try await collections.remove([assets[0].id], from: made.id, as: house.otherWriter)
      }
      _ = try await collections.remove([assets[0].id], from: made.id, as: house.writer)
      try await house.library.assets.purge(assets[1].id, as: house.manager)
      #expect(try await collections.collection(made.id, as: house.writer).assetCount == 1)
      try await collections.delete(made.id, as: house.writer)
      #expect(try await collections.all(as: house.writer).isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCollectionForEverybodyIsSeenByAllAndPrivateAgainAfterwards(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let collections = house.library.collections
      let asset = try await house.add("1.jpg", content: "1", title: "1")
      let made = try await collections.create(name: "Picks", as: house.writer)
      await #expect(throws: LibraryError.collectionNotFound(made.id)) {
        try await collections.share(made.id, withEveryone: [.viewAsset], as: house.otherWriter)
      }
      let shared = try await collections.share(made.id, withEveryone: [.viewAsset, .share], as: house.writer)
      #expect(shared.everyone == [.viewAsset], "only the owner gives it away")
      #expect(try await collections.all(as: house.reader).map(\.id) == [made.id])
      #expect(try await collections.collection(made.id, as: house.otherWriter).permissions == [.viewAsset])
      await #expect(throws: CollectionError.self) {
        try await collections.add([asset.id], to: made.id, as: house.otherWriter)
      }
      _ = try await collections.share(made.id, withEveryone: [.viewAsset, .assignAsset], as: house.writer)
      #expect(try await collections.add([asset.id], to: made.id, as: house.otherWriter).assetCount == 1)
      _ = try await collections.share(made.id, withEveryone: [], as: house.writer)
      #expect(try await collections.all(as: house.otherWriter).isEmpty)
    }
  }
}
