import Core
import Library
import Sources
import TestSupport
import Testing

@Suite("Names that other programs stumble over")
struct NameTrapTests {
  static let traps = [
    "caf\u{E9}", "cafe\u{301}", "CAF\u{C9}", "stra\u{DF}e", "STRASSE", "\u{130}stanbul", "istanbul", "\u{FF21}\u{FF22}",
    "AB",
    "\u{FB01}n", "fin", "x\u{B2}", "x2", "a\u{FF3C}b", "a\u{FF0F}b", "a\\b", "a/b", "a\u{2044}b", "a\u{2215}b",
    "\u{301}mark", "\u{20DD}", "\u{202E}gpj.exe", "\u{200B}", "\u{FEFF}bom", "\u{FEFF}", "\u{2028}", "\u{85}", "\u{A0}",
    " ", "  blank  ", "", ".", "..", "...", "dots...", "-rf", "~", "%2F", "%00", "$(id)",
    "'; drop table source_file; --",
    "<b>bold</b>", "{{name}}", "${input.name}", "CON", "NUL.txt", "a:b", "tab\there", "new\nline", "bell\u{7}",
    "nul\0here",
    "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{10FFFF}", "\u{E000}", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}",
    "\u{1F1E9}\u{1F1EA}", "\u{1112}\u{1161}\u{11AB}", "\u{D55C}", "\u{5D0}\u{5D1}\u{200F}", "\u{DF}", "ss", "SS",
    "e" + String(repeating: "\u{301}\u{316}", count: 300), String(repeating: "long ", count: 400),
    "\u{1F4A9}.jpg.exe.jpg",
  ]

  /// Each is a folder, and in each folder is a file of every name.
  @Test(arguments: StoreEngine.tested)
  func everyTrapIsAFolderAndAFileOfItsOwn(engine: StoreEngine) async throws {
    let service = FakeService { $0.pageSize = 100 }
    for (number, name) in Self.traps.enumerated() {
      let folder = service.folder(name)
      service.put(name, in: folder, "in its folder \(number)")
      service.put(name, "beside \(number)")
    }
    try await SourceHouse.on(engine, service) { house in
      let source = try await house.source()
      try await house.drain()
      let last = try #require(try await house.room.read(source.id, as: house.owner).last)
      #expect(last.state == .done)
      #expect(last.problem == nil)
      #expect(try await house.room.files(of: source.id, as: house.owner).map(\.name) == [])
      #expect(last.counts.brought == 2 * Self.traps.count)
      let contents = try await house.tree().values.flatMap(\.self)
      #expect(Set(contents).count == 2 * Self.traps.count)

      let again = try await house.sync(source)
      #expect(again?.state == .done)
      #expect(again?.counts.brought == 0)
      #expect(again?.counts.gone == 0)
    }
  }

  /// Services that know files by ids let any number in one folder have the same name.
  @Test(arguments: StoreEngine.tested)
  func filesOfOneNameInOneFolderAreThatManyAssets(engine: StoreEngine) async throws {
    let count = 150
    let service = FakeService { $0.pageSize = 100 }
    let ids = (0..<count).map { service.put("IMG_0001.jpg", "picture \($0)", id: "id\($0)") }
    try await SourceHouse.on(engine, service) { house in
      let source = try await house.source()
      try await house.drain()
      let before = try await house.assets()
      #expect(before.count == count)
      #expect(Set(before.map(\.original.fileName)) == ["IMG_0001.jpg"])
      #expect(Set(try await house.tree().values.flatMap(\.self)).count == count)

      var listed: [SourceFile] = []
      var page: [SourceFile] = []
      repeat {
        page = try await house.room.files(
          of: source.id, state: .held, after: (listed.last?.path.text ?? "", listed.last?.id.text), limit: 40,
          as: house.owner)
        listed += page
      } while !page.isEmpty && listed.count <= count
      #expect(Set(listed.map(\.id)).count == count && listed.count == count)

      service.put("IMG_0001.jpg", "another picture", id: ids[7])
      let again = try await house.sync(source)
      #expect(again?.counts.changed == 1)
      #expect(again?.counts.brought == 1)
      #expect(Set(try await house.assets().map(\.id)) == Set(before.map(\.id)))
    }
  }

  /// The library tells fewer names apart than services do; such folders share a category instead of losing theirs.
  @Test(arguments: StoreEngine.tested)
  func foldersThatTheLibraryDoesNotTellApartShareACategory(engine: StoreEngine) async throws {
    let service = FakeService()
    for (number, name) in ["AB", "\u{FF21}\u{FF22}", "ab"].enumerated() {
      service.put("\(number).jpg", in: service.folder(name), "\(number)")
    }
    try await SourceHouse.on(engine, service) { house in
      try await house.source()
      try await house.drain()
      let places = Set(try await house.tree().keys.map { $0.split(separator: "\\").dropLast().joined(separator: "\\") })
      #expect(places.count == 1)
      #expect(places.first != "Library")
    }
  }
}
