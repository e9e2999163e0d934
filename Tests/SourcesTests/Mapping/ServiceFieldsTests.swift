import Connectors
import Core
import Foundation
import Identity
import Library
import Sources
import TestSupport
import Testing

@Suite("What a service says of files comes by itself")
struct ServiceFieldsTests {
  static let stated: [FileField: FieldPlaces] = [
    .title: FieldPlaces("headline | name"), .description: FieldPlaces("text(caption)"), .altText: FieldPlaces("alt"),
    .keywords: FieldPlaces("tags | words(more)"), .rights: FieldPlaces("license.notice"),
    .creator: FieldPlaces("by"),
  ]

  private static func service() -> FakeService {
    FakeService { $0.fields = Self.stated }
  }

  /// A source whose mapping nobody said anything about.
  private func source(_ house: SourceHouse) async throws -> Source {
    let rules = SourceRules(folders: [SourceFolder(id: FakeService.top, path: "")])
    return try await house.room.create(
      in: house.owner.organizationTeam,
      SourceForm(
        name: "Agency", origin: SourceOrigin("folder"), rules: rules, leavesMapping: true), as: house.owner)
  }

  private func values(_ asset: Asset, _ house: SourceHouse) async throws -> [String: String] {
    let attributes = try await house.library.attributes.all(as: house.owner).filter { !$0.isSystem }
    return Dictionary(
      attributes.compactMap { attribute in asset.attributes[attribute.id].map { (attribute.name, $0) } },
      uniquingKeysWith: { one, _ in one })
  }

  @Test(arguments: StoreEngine.tested)
  func aNewSourceBeginsWithThem(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, Self.service()) { house in
      let file = house.service.put("a.jpg", "one")
      house.service.describe(
        file,
        [
          "name": "IMG 1", "caption": "<p>Boats &amp; quays</p>", "alt": "Two boats", "tags": ["boat", "Sea"],
          "more": "sea dawn", "license": ["notice": "Only until 2027"], "by": ["Ada", "Bo"],
        ])
      let source = try await source(house)
      #expect(
        source.rules.mapping.rules.map(\.line) == [
          "headline | name = title", "text(caption) = description", "alt = altText", "tags = keywords",
          "words(more) = keywords", "license.notice = rights", "by = creator",
        ])
      try await house.drain()
      let asset = try #require(try await house.assets().first)
      #expect(asset.title == "IMG 1" && asset.description == "Boats & quays" && asset.altText == "Two boats")
      #expect(Set(asset.keywords) == ["boat", "Sea", "dawn"])
      #expect(try await values(asset, house) == ["Rights": "Only until 2027", "Creator": "Ada, Bo"])

      // Rights and creator change as everything else does; each attribute is there once.
      house.service.describe(file, ["name": "IMG 1", "license": ["notice": "Free"]])
      house.service.describe(house.service.put("b.jpg", "two"), ["license": ["notice": "Free"]])
      try await house.sync(source)
      let after = try #require(try await house.assets().first { $0.id == asset.id })
      #expect(try await values(after, house) == ["Rights": "Free"])
      #expect(after.description.isEmpty && after.keywords.isEmpty)
      #expect(try await house.library.attributes.all(as: house.owner).count { !$0.isSystem } == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatAPersonChangedStands(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, Self.service()) { house in
      let file = house.service.put("a.jpg", "one")
      house.service.describe(file, ["license": ["notice": "Theirs"], "by": "Ada", "headline": "At sea"])
      let source = try await source(house)
      try await house.drain()
      let asset = try #require(try await house.assets().first)
      let rights = try #require(
        try await house.library.attributes.all(as: house.owner).first { $0.name == "Rights" })
      _ = try await house.library.assets.patch(
        asset.id, [["op": "replace", "path": .string("/attributes/\(rights.id)"), "value": "Ours"]],
        as: house.owner)
      house.service.describe(file, ["license": ["notice": "Theirs"], "by": "Bo", "headline": "At sea"])
      try await house.sync(source)
      let after = try #require(try await house.assets().first)
      #expect(try await values(after, house) == ["Rights": "Ours", "Creator": "Bo"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anAttributeThatIsThereIsTakenAndOneThatTakesNoTextIsNot(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, Self.service()) { house in
      for definition in [
        AttributeDefinition(name: "COPYRIGHT", type: .text), AttributeDefinition(name: "creator", type: .number),
      ] {
        _ = try await house.library.attributes.create(definition, as: house.owner)
      }
      house.service.describe(house.service.put("a.jpg", "one"), ["license": ["notice": "Theirs"], "by": "Ada"])
      _ = try await source(house)
      try await house.drain()
      let asset = try #require(try await house.assets().first)
      #expect(try await values(asset, house) == ["COPYRIGHT": "Theirs", "Photographer": "Ada"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whatIsTooLongOrStrangeIsMadeToFit(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, Self.service()) { house in
      let long = String(repeating: "long ", count: 20_000)
      house.service.describe(
        house.service.put("a.jpg", "one"),
        [
          "headline": "Two\nlines\u{0}", "tags": [.string(long), "two\nlines", "\t"], "by": .string(long),
          "license": ["notice": .string(long)], "alt": 7, "caption": true,
        ])
      let source = try await source(house)
      try await house.drain()
      #expect(try await house.room.standing(of: source.id, as: house.owner).failing == 0)
      let asset = try #require(try await house.assets().first)
      #expect(asset.title == "Two lines" && asset.altText == "7" && asset.description == "true")
      #expect(asset.keywords.contains("two lines") && asset.keywords.count == 2)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whoSaysOtherwiseIsHeardAndWhatIsThereStays(engine: StoreEngine) async throws {
    try await SourceHouse.on(engine, Self.service()) { house in
      let bare = try await house.source("Bare")
      #expect(bare.rules.mapping.rules.isEmpty)
      var rules = try await source(house).rules
      let id = try #require(try await house.room.list(as: house.owner).first { $0.name == "Agency" }).id
      let mapped = rules.mapping
      rules.mapping = FieldMapping()
      let kept = try await house.room.update(id, SourceForm(rules: rules, leavesMapping: true), as: house.owner)
      #expect(kept.rules.mapping == mapped)
      let cleared = try await house.room.update(id, SourceForm(rules: rules), as: house.owner)
      #expect(cleared.rules.mapping.rules.isEmpty)
    }
  }

  static let lines: [(String, String, String)] = [
    ("caption = title", "caption", "title"), (" a | b=keywords ", "a | b", "keywords"),
    ("a=b = rights", "a=b", "rights"),
    ("x = attribute:4f0c6f0e-8a53-4c69-9d0e-2b7d8f3f6a11", "x", "attribute:4f0c6f0e-8a53-4c69-9d0e-2b7d8f3f6a11"),
  ]

  @Test("reads a line", arguments: lines)
  func reads(line: String, from: String, to: String) throws {
    let rule = try FieldMapping.Rule(line: line)
    #expect(rule.from == from && rule.to.text == to)
  }

  @Test("refuses a line", arguments: ["", "caption", "= title", "caption =", "caption = headline", "a = attribute:x"])
  func refuses(line: String) {
    #expect(throws: SourceError.self) { try FieldMapping.Rule(line: line) }
  }

  @Test func theMappingIsKeptAsItWasWritten() throws {
    let rules = SourceRules(folders: [SourceFolder(id: "1", path: "")])
    var mapped = rules
    mapped.mapping = FieldMapping(Self.stated)
    #expect(SourceRules(json: mapped.json) == mapped)
    var fields = MappedFields()
    (fields.rights, fields.creator) = ("R", "C")
    #expect(MappedFields(json: fields.json) == fields)
  }
}
