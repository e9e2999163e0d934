import Core
import Foundation
import Library
import TestSupport
import Testing

@Suite struct AssetSearchTests {
  @Test(arguments: StoreEngine.tested)
  func bothEnginesFindTheSame(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      try await Self.fill(house)
      let expectations: [(String, Set<String>)] = [
        ("", ["Blue Lake", "Lake at night", "Éclair"]), ("*", ["Blue Lake", "Lake at night", "Éclair"]),
        ("lake", ["Blue Lake", "Lake at night"]), ("LAKE NIGHT", ["Lake at night"]),
        ("blue OR eclair", ["Blue Lake", "Éclair"]), ("lake NOT night", ["Blue Lake"]),
        ("NOT lake", ["Éclair"]), ("\"lake at\"", ["Lake at night"]), ("\"at lake\"", []),
        ("ecl*", ["Éclair"]), ("*lair", ["Éclair"]), ("*cla*", ["Éclair"]), ("*clai", []),
        ("title:blue", ["Blue Lake"]), ("title:mountain", []), ("description:mountain", ["Blue Lake"]),
        ("mountain", ["Blue Lake", "Éclair"]), ("keywords:mountain", ["Éclair"]),
        ("title:*ake", ["Blue Lake", "Lake at night"]),
        ("title:*ak*", ["Blue Lake", "Lake at night"]), ("title:la*", ["Blue Lake", "Lake at night"]),
        ("DSC_0042", ["Blue Lake"]), ("fileName:dsc*", ["Blue Lake"]), ("*0042.jpg", ["Blue Lake"]),
        ("category:summer", ["Éclair"]), ("category:sum*", ["Éclair"]), ("comments:lake", []),
        ("'; drop table library_asset; --", []), ("(lake OR eclair) NOT blue", ["Lake at night", "Éclair"]),
      ]
      for (text, titles) in expectations {
        let found = Set(try await house.titles(SearchRequest(text: text)))
        #expect(found == titles, "\(text) on \(engine)")
      }
      let title = SearchRequest(text: "mountain", fields: "title,description")
      #expect(try await house.titles(title) == ["Blue Lake"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func filtersCompareFieldsAndAttributes(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      try await Self.fill(house)
      let expectations: [(String, Set<String>)] = [
        ("AssetType EQ Image", ["Blue Lake", "Éclair"]), ("AssetType NE image", ["Lake at night"]),
        ("Status EQ 0", ["Blue Lake", "Lake at night", "Éclair"]), ("Status EQ 5", []),
        ("File Extension EQ jpg", ["Blue Lake"]), ("Shot By EQ 'anna'", ["Blue Lake"]),
        ("Shot By NE anna", ["Lake at night", "Éclair"]), ("Shot By CT NN", ["Blue Lake"]),
        ("Shot By SW an AND Prints GT 3", ["Blue Lake"]), ("Prints LE 3 OR Prints GE 10", []),
        ("(Prints EQ 5)", ["Blue Lake"]), ("NOT (AssetType EQ Image)", ["Lake at night"]),
        ("Title EW LAKE", ["Blue Lake"]), ("File Size GT 6", ["Blue Lake", "Lake at night", "Éclair"]),
        ("Keywords EQ Mountain", ["Éclair"]), ("CreatedBy EQ person2", ["Blue Lake", "Lake at night", "Éclair"]),
        ("CreatedBy NE PERSON2", []), ("DateUploaded GE 2026-01-01", ["Blue Lake", "Lake at night", "Éclair"]),
        ("DateUploaded LT 2026-01-01", []), ("DateUploaded EQ 2026-01-01", ["Blue Lake", "Lake at night", "Éclair"]),
        ("DateUploaded LE 2026-01-01T00:00:00+00:00", ["Blue Lake"]),
        ("AverageRating GE 4", []), ("Title CT 100%", []), ("Title CT _", []), ("Orientation EQ Portrait", []),
      ]
      for (filter, titles) in expectations {
        let found = Set(try await house.titles(SearchRequest(filters: filter)))
        #expect(found == titles, "\(filter) on \(engine)")
      }
      for filter in ["Colour EQ red", "Prints EQ many", "Prints CT 5", "Status EQ done", "AssetType EQ Picture"] {
        await #expect(throws: SearchSyntaxError.self, "\(filter)") {
          try await house.titles(SearchRequest(filters: filter))
        }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func containersSortAndPages(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let summer = try await Self.fill(house)
      let root = try await house.library.categories.root(as: house.reader).id
      let inRoot = SearchRequest(container: "(CategoryIds/ANY(c: c EQ '\(root)'))", sort: "title A")
      #expect(try await house.titles(inRoot) == ["Blue Lake", "Lake at night"])
      let below = SearchRequest(
        container: "(CategoryIds/ANY(c: c EQ '\(root)') OR CategoryAncestorIds/ANY(c: c EQ '\(root)'))", sort: "title D"
      )
      #expect(try await house.titles(below) == ["Éclair", "Lake at night", "Blue Lake"])
      let inSummer = SearchRequest(container: "CategoryIds/ANY(c:c EQ '\(summer)')")
      #expect(try await house.titles(inSummer) == ["Éclair"])

      #expect(try await house.titles(SearchRequest()) == ["Éclair", "Lake at night", "Blue Lake"])
      let second = try await house.library.search.assets(
        SearchRequest(sort: "title A", offset: 1, count: 1), as: house.reader)
      #expect(second.total == 3)
      #expect(second.assets.map(\.title) == ["Lake at night"])
      await #expect(throws: SearchSyntaxError.self) { try await house.titles(SearchRequest(offset: 100_001)) }
      await #expect(throws: SearchSyntaxError.self) { try await house.titles(SearchRequest(count: -1)) }
      #expect(try await house.titles(SearchRequest(offset: 100_000)).isEmpty)

      let facets = try await house.library.search.facets(SearchRequest(), as: house.reader)
      #expect(facets.first { $0.name == "imageFileExtension" }?.counts == ["JPG": 1, "PNG": 1])
      #expect(facets.first { $0.name == "videoFileExtension" }?.counts == ["MP4": 1])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anEditIsFoundAtOnceAndADeletedAssetNoMore(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let asset = try await house.add("a.jpg", title: "Before")
      _ = try await house.library.assets.patch(
        asset.id, [["op": "replace", "path": "/title", "value": "After"]], as: house.writer)
      #expect(try await house.titles(SearchRequest(text: "before")).isEmpty)
      #expect(try await house.titles(SearchRequest(text: "after")) == ["After"])
      try await house.library.assets.delete(asset.id, as: house.writer)
      #expect(try await house.titles(SearchRequest(text: "after")).isEmpty)
      #expect(try await house.titles(SearchRequest(text: "after", includesDeleted: true)) == ["After"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRejectedAssetIsSeenByItsUploaderAndManagersOnly(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let asset = try await house.add("a.jpg", title: "Poor")
      _ = try await house.library.assets.setStatus(asset.id, .rejected, as: house.manager)
      #expect(try await house.titles(SearchRequest(), as: house.writer) == ["Poor"])
      #expect(try await house.titles(SearchRequest(), as: house.manager) == ["Poor"])
      #expect(try await house.titles(SearchRequest(), as: house.otherWriter).isEmpty)
      await #expect(throws: LibraryError.assetNotFound(asset.id)) {
        try await house.library.assets.asset(asset.id, as: house.reader)
      }
    }
  }

  /// - Returns: the category of the last asset.
  @discardableResult
  private static func fill(_ house: LibraryHouse) async throws -> CategoryID {
    let library = house.library
    let name = try await library.attributes.create(AttributeDefinition(name: "Shot By", type: .text), as: house.manager)
    let count = try await library.attributes.create(
      AttributeDefinition(name: "Prints", type: .number), as: house.manager)
    let summer = try await library.categories.create(name: "Summer 2025", parent: nil, as: house.manager)
    let lake = try await house.add("DSC_0042.jpg", title: "Blue Lake", description: "A mountain behind it")
    _ = try await library.assets.setAttributes(
      lake.id, [name.id: "Anna", count.id: 5], as: house.writer)
    house.clock.advance(by: .seconds(1))
    try await house.add("night.mp4", content: "2222222", title: "Lake at night")
    house.clock.advance(by: .seconds(1))
    try await house.add(
      "cake.png", content: "3333333", title: "Éclair", keywords: ["Mountain", "Food"], categories: [summer.id])
    return summer.id
  }
}
