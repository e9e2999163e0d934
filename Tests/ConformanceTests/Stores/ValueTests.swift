import Persistence
import TestSupport
import Testing

@Suite("Values, on every engine")
struct ValueTests {
  @Test(
    arguments: StoreEngine.tested,
    [
      "", "plain", "Größe 東京 🏞️ e\u{301}", "quote ' and \" and \\ and $1 and ?", String(repeating: "x", count: 100_000),
    ] as [String])
  func textComesBackAsItWas(engine: StoreEngine, text: String) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title) values (\("a"), \(text))") }
      let title = try await store.read { try $0.row("select title from note")?.string("title") }
      // Equal strings may have other scalars; the bytes must be the same.
      #expect(title.map { Array($0.utf8) } == Array(text.utf8))
    }
  }

  @Test(arguments: StoreEngine.tested, [[], [0], Array(0...255), [0x5C, 0x78, 0x00, 0x27]] as [[UInt8]])
  func bytesComeBackAsTheyWere(engine: StoreEngine, bytes: [UInt8]) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title, picture) values (\("a"), \("t"), \(bytes))") }
      let picture = try await store.read { try $0.row("select picture from note")?.bytes("picture") }
      #expect(picture == bytes)
    }
  }

  @Test(arguments: StoreEngine.tested, [0, 1, Int64.max, 9_007_199_254_740_993] as [Int64])
  func wholeNumbersComeBackAsTheyWere(engine: StoreEngine, number: Int64) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title, number) values (\("a"), \("t"), \(number))") }
      let kept = try await store.read { try $0.row("select number from note")?.int64("number") }
      #expect(kept == number)
    }
  }

  @Test(arguments: StoreEngine.tested, [0, -0.1, 1e-300, .greatestFiniteMagnitude, .infinity, 0.1 + 0.2] as [Double])
  func realNumbersComeBackAsTheyWere(engine: StoreEngine, number: Double) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title, weight) values (\("a"), \("t"), \(number))") }
      let kept = try await store.read { try $0.row("select weight from note")?.double("weight") }
      #expect(kept == number)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func nullIsNullAndNothingElseIs(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write {
        try $0.run("insert into note (id, title, number) values (\("a"), \(""), \(SQLValue.null))")
      }
      let row = try await store.read { try $0.row("select title, number, picture from note") }
      #expect(try row?.isNull("title") == false)
      #expect(try row?.intIfAny("number") == nil)
      #expect(try row?.bytesIfAny("picture") == nil)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aggregatesAndTruthsAreNumbers(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let row = try await store.write { session in
        try session.run("insert into note (id, title, number) values (\("a"), \("t"), 2), (\("b"), \("t"), 3)")
        return try session.row(
          """
          select count(*) as n, sum(number) as total, exists (select 1 from note where number = \(3)) as found,
            max(title) as title from note where id in \(list: ["a", "b", "c"])
          """)
      }
      #expect(try row?.int("n") == 2)
      #expect(try row?.int("total") == 5)
      #expect(try row?.bool("found") == true)
      #expect(try row?.string("title") == "t")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aStatementSaysHowManyRowsItChanged(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let counts = try await store.write { session in
        [
          try session.run("insert into note (id, title) values (\("a"), \("t")), (\("b"), \("t"))"),
          try session.run("insert into note (id, title) values (\("a"), \("t")) on conflict do nothing"),
          try session.run("update note set title = \("u")"),
          try session.run("update note set title = \("u") where id = \("z")"),
          try session.run("create table other (id text)"),
          try session.run("delete from note where id = \("a")"),
        ]
      }
      #expect(counts == [2, 0, 2, 0, 0, 1])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func returningGivesTheRowsThatWereChanged(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let ids = try await store.write { session in
        try session.run("insert into note (id, title) values (\("a"), \("t")), (\("b"), \("t"))")
        return try session.rows("update note set title = \("u") returning id").map { try $0.string("id") }
      }
      #expect(ids.sorted() == ["a", "b"])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aStatementThatIsRunOftenSeesAChangedTable(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title) values (\("a"), \("t"))") }
      for _ in 0..<4 { _ = try await store.read { try $0.rows("select * from note") } }
      try await store.write { try $0.run("alter table note add column extra text") }
      let row = try await store.read { try $0.row("select * from note") }
      #expect(try row?.isNull("extra") == true)
    }
  }
}
