import Persistence

/// Counts sealed values by the key that they need, looking at their first bytes alone.
enum SecretCensus {
  struct Count {
    var secrets = 0
    var oldFormat = 0
  }

  /// By the id of the key.
  static func count(_ columns: [SealedColumn], in session: any Session) throws -> [String: Count] {
    var counts: [String: Count] = [:]
    for column in columns {
      let (table, name) = (Statement(trusted: column.table), Statement(trusted: column.column))
      let rows = try session.rows(
        """
        select substr(\(name), 1, 9) as head, count(*) as n from \(table) where \(name) is not null
        group by substr(\(name), 1, 9)
        """)
      for row in rows {
        let head = try row.bytes("head")
        guard head.count == SealedValue.headerLength else { continue }
        let number = try row.int("n")
        let id = VaultKey.name(head.dropFirst())
        counts[id, default: Count()].secrets += number
        if head.first == SealedValue.Format.direct.rawValue { counts[id, default: Count()].oldFormat += number }
      }
    }
    return counts
  }
}
