import Persistence
import TestSupport
import Testing

@testable import AppServer

/// A column that holds sealed values and isn't declared would be left behind by a change of the master key.
@Suite struct SealedColumnsTests {
  /// Bytes that aren't secrets of the vault: hashes, and the proofs of the keys themselves.
  private let others: Set<String> = [
    "connection_vault_check.sealed", "identity_session.token_hash", "identity_attempt.subject",
    "identity_application.secret_hash", "identity_code.code_hash", "identity_refresh_token.token_hash",
  ]

  @Test func everyColumnOfBytesIsSealedOrSaidNotToBe() async throws {
    let found = try await SQLiteFixture.withStore(Schema.migrations) { store in
      try await store.read { session in
        try session.rows(
          """
          select m.name || '.' || p.name as name from sqlite_master m, pragma_table_info(m.name) p
          where m.type = 'table' and lower(p.type) = 'blob' and m.name not like 'library_search_index%'
          """
        ).map { try $0.string("name") }
      }
    }
    let sealed = Schema.sealed.map { "\($0.table).\($0.column)" }
    #expect(Set(found) == Set(sealed).union(others))
    #expect(Set(sealed).count == sealed.count)
  }

  @Test func theColumnsThatRowsAreToldApartByExist() async throws {
    try await SQLiteFixture.withStore(Schema.migrations) { store in
      for column in Schema.sealed {
        let names = Statement(trusted: (column.key + column.needed + [column.column]).joined(separator: ", "))
        _ = try await store.read { try $0.rows("select \(names) from \(Statement(trusted: column.table))") }
      }
    }
  }
}
