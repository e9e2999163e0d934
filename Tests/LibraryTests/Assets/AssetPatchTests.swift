import Core
import Library
import TestSupport
import Testing

@Suite struct AssetPatchTests {
  @Test(arguments: StoreEngine.tested)
  func badLinesAreSkippedAndNamedTheRestIsApplied(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let assets = house.library.assets
      let brand = try await house.library.attributes.create(
        AttributeDefinition(name: "Brand", type: .text), as: house.manager)
      let asset = try await house.add("a.jpg", title: "Old")
      let outcome = try await assets.patch(
        asset.id,
        [
          ["op": "replace", "path": "/Title", "value": "New", "extra": 1],
          ["op": "REPLACE", "path": "/altText", "value": "Alt"],
          ["op": "shout", "path": "/title", "value": "x"], ["op": "replace", "path": "/title"],
          ["op": "replace", "value": "x"], "line", ["op": "replace", "path": "/colour", "value": "x"],
          ["op": "replace", "path": "/filename", "value": "a/b"],
          ["op": "add", "path": "/attributes/\(brand.id.description.uppercased())", "value": "Weir"],
          ["op": "replace", "path": "/attributes/01cc5954-5220-4a34-85ca-12ccfc2ab82e", "value": "1"],
          ["op": "replace", "path": "/description", "value": "d", "oldValue": "something else"],
          ["op": "copy", "path": "/description", "from": "/title"],
        ], as: house.writer)
      #expect(outcome.asset.title == "New")
      #expect(outcome.asset.altText == "Alt")
      #expect(outcome.asset.description == "New")
      #expect(outcome.asset.attributes[brand.id] == "Weir")
      #expect(outcome.errors.count == 8, "\(outcome.errors)")
      #expect(outcome.warnings.count == 1)
      #expect(outcome.asset.record.version == 2)
      let version = try #require(try await assets.versions(of: asset.id, as: house.reader).first)
      #expect(version.changes["title"] == ["from": "Old", "to": "New"])
      #expect(version.by.userName == "person2")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func removeMoveAndTest(engine: StoreEngine) async throws {
    try await LibraryHouse.on(engine) { house in
      let assets = house.library.assets
      let asset = try await house.add("a.jpg", title: "Title", description: "Text")
      var outcome = try await assets.patch(
        asset.id,
        [
          ["op": "test", "path": "/title", "value": "Title"],
          ["op": "move", "path": "/altText", "from": "/description"],
          ["op": "remove", "path": "/title", "oldValue": "Title"],
        ], as: house.writer)
      #expect(outcome.errors.isEmpty)
      #expect((outcome.asset.altText, outcome.asset.description) == ("Text", ""))
      outcome = try await assets.patch(
        asset.id,
        [["op": "replace", "path": "/altText", "value": "x"], ["op": "test", "path": "/description", "value": "y"]],
        as: house.writer)
      #expect(outcome.asset.altText == "Text")
      #expect(outcome.errors.count == 2)
      await #expect(throws: PatchError.notAList) { try await assets.patch(asset.id, ["op": "add"], as: house.writer) }
      outcome = try await assets.patch(asset.id, [], as: house.writer)
      #expect(outcome.asset.record.version == 2)
    }
  }
}
