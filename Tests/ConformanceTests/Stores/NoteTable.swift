import Persistence

/// The table that the suites of the stores use.
let noteMigration = Migration("conformance/0001_note") { sql in
  [
    """
    create table note (
      id text primary key, title text not null, number \(sql.integer) check (number >= 0),
      weight \(sql.real), picture \(sql.bytes), parent text references note (id)
    ) \(sql.strict)
    """
  ]
}

/// What a transaction's body throws on purpose.
struct Refusal: Error {}

extension Store {
  func noteCount() async throws -> Int {
    try await read { try $0.count("select count(*) as n from note") }
  }
}
