import Persistence
import TestSupport
import Testing

@Suite("Many rows in one statement, on every engine")
struct RowListTests {
  private static let columns: [(name: String, kind: RowList.Kind)] = [
    ("id", .text), ("title", .text), ("number", .integer),
  ]

  @Test(arguments: StoreEngine.tested)
  func insertsWhatItWasGivenToTheLetter(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let title = "a \"quoted\" \\ back, {\"a\": \"b\\u0000\"}, ü 🏞️\n\u{1}"
      try await insert([["one", title], ["two", ""]], numbers: [Int64.max, nil], in: store)
      let rows = try await store.read { try $0.rows("select title, number from note order by id") }
      #expect(try rows.map { try $0.string("title") } == [title, ""])
      #expect(try rows.map { try $0.int64IfAny("number") } == [Int64.max, nil])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func replacesRowsThatAreThere(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await insert([["one", "first"], ["two", "second"]], numbers: [1, 2], in: store)
      try await insert([["two", "changed"], ["three", "new"]], numbers: [3, 4], in: store)
      let rows = try await store.read { try $0.rows("select id, title from note order by number") }
      #expect(try rows.map { try $0.string("title") } == ["first", "changed", "new"])
    }
  }

  private func insert(_ texts: [[String]], numbers: [Int64?], in store: any Store) async throws {
    let rows = zip(texts, numbers).map { texts, number in texts.map(\.sqlValue) + [number.sqlValue] }
    try await store.write { session in
      try session.run(
        """
        insert into note (id, title, number) \(RowList(Self.columns, rows: rows).select(session.dialect))
        on conflict (id) do update set title = excluded.title, number = excluded.number
        """)
    }
  }
}
