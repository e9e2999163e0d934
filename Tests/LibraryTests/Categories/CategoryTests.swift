import Core
import Library
import TestSupport
import Testing

@Suite struct CategoryTests {
  @Test(arguments: StoreEngine.tested)
  func aMovedSubtreeKeepsItsShape(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let (categories, manager) = (house.library.categories, house.manager)
      let images = try await categories.create(name: "Images", parent: nil, as: manager)
      let year = try await categories.create(name: "2024", parent: images.id, as: manager)
      let may = try await categories.create(name: "May", parent: year.id, as: manager)
      let archive = try await categories.create(name: "Archive", parent: nil, as: manager)
      #expect(may.path == #"\Library\Images\2024\May"#)
      let asset = try await house.add("a.jpg", categories: [may.id])

      _ = try await categories.update(year.id, CategoryChange(name: "Year 2024", parent: archive.id), as: manager)
      let moved = try await categories.category(may.id, as: manager)
      #expect(moved.path == #"\Library\Archive\Year 2024\May"#)
      #expect(moved.ancestry.count == 4)
      #expect(moved.assetCount == 1)
      #expect(try await categories.category(images.id, as: manager).subcategoryCount == 0)
      #expect(try await categories.category(path: #"/library/ARCHIVE/year 2024"#, as: manager)?.id == year.id)
      let root = try await categories.root(as: manager)
      _ = try await categories.update(root.id, CategoryChange(name: "Media"), as: manager)
      #expect(try await categories.category(may.id, as: manager).path == #"\Media\Archive\Year 2024\May"#)

      try await categories.delete(archive.id, as: manager)
      #expect(try await categories.all(as: manager).map(\.name) == ["Media", "Images"])
      #expect(try await house.library.assets.asset(asset.id, as: manager).categories.isEmpty)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCycleAndATakenNameAreRefused(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let (categories, manager) = (house.library.categories, house.manager)
      let root = try await categories.root(as: manager)
      let outer = try await categories.create(name: "Outer", parent: nil, as: manager)
      let inner = try await categories.create(name: "Inner", parent: outer.id, as: manager)
      for target in [outer.id, inner.id] {
        await #expect(throws: LibraryError.categoryCycle("Outer")) {
          try await categories.update(outer.id, CategoryChange(parent: target), as: manager)
        }
      }
      await #expect(throws: LibraryError.rootCategory) {
        try await categories.update(root.id, CategoryChange(parent: outer.id), as: manager)
      }
      await #expect(throws: LibraryError.rootCategory) { try await categories.delete(root.id, as: manager) }
      await #expect(throws: LibraryError.self) {
        try await categories.create(name: "OUTER", parent: root.id, as: manager)
      }
      await #expect(throws: LibraryError.self) { try await categories.create(name: "a\\b", parent: nil, as: manager) }
      await #expect(throws: LibraryError.self) { try await categories.create(name: "  ", parent: nil, as: manager) }
      let same = try await categories.create(name: "Outer", parent: nil, id: outer.id, as: manager)
      #expect(same.id == outer.id)
      #expect(try await categories.all(as: manager).count == 3)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func twoMovesAtOnceMakeNoCycle(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let (categories, manager) = (house.library.categories, house.manager)
      let one = try await categories.create(name: "One", parent: nil, as: manager)
      let two = try await categories.create(name: "Two", parent: nil, as: manager)
      async let first = try? categories.update(one.id, CategoryChange(parent: two.id), as: manager)
      async let second = try? categories.update(two.id, CategoryChange(parent: one.id), as: manager)
      let outcomes = await [first, second]
      #expect(outcomes.count { $0 != nil } == 1)
      let all = try await categories.all(as: manager)
      #expect(all.allSatisfy { $0.path.hasPrefix("\\Library") && $0.ancestry.count <= 3 })
    }
  }
}
