import Core

/// Many rows as the source of one statement, such as `insert into … select`, `update … from` or `where id in`.
///
/// ```swift
/// let given = RowList([("id", .text), ("state", .text)], rows: runs.map { [$0.id.sqlValue, "queued".sqlValue] })
/// try session.run("update flow_run set state = given.state from (\(given.select(session.dialect))) as given where …")
/// ```
///
/// PostgreSQL takes all rows as one argument, so that the statement is prepared once however many rows there are; SQLite
/// binds each value.
package struct RowList: Sendable {
  /// What a column holds.
  package enum Kind: Sendable {
    case text, integer
  }

  private let columns: [(name: String, kind: Kind)]
  private let rows: [[SQLValue]]

  /// - Parameters:
  ///   - columns: their names are part of the SQL, so never from a caller of Weir.
  ///   - rows: values in the order of the columns; at least one row. Bytes can't be given.
  package init(_ columns: [(name: String, kind: Kind)], rows: [[SQLValue]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The rows as a `select` of the columns; it ends in a condition, so that `on conflict` may follow.
  package func select(_ dialect: Dialect) -> Statement {
    switch dialect {
    case .sqlite: selectFromValues
    case .postgres: selectFromJSON
    }
  }

  private var selectFromValues: Statement {
    let names = columns.enumerated().map { "column\($0.offset + 1) as \($0.element.name)" }.joined(separator: ", ")
    var parts: [Statement.Part] = [.sql("select \(names) from (values ")]
    var separator = "("
    for row in rows {
      for value in row {
        parts.append(.sql(separator))
        parts.append(.argument(value))
        separator = ", "
      }
      separator = "), ("
    }
    return Statement(parts + [.sql(")) where true")])
  }

  private var selectFromJSON: Statement {
    let types = columns.map { "\($0.name) \($0.kind == .text ? "text" : "bigint")" }.joined(separator: ", ")
    return "select * from json_to_recordset((\(json))::json) as given "
      + Statement(trusted: "(\(types)) where true")
  }

  private var json: String {
    let objects = rows.map { row in
      JSONValue.object(
        JSONObject(
          zip(columns, row).compactMap { column, value in
            value.json.map { (column.name, $0) }
          }))
    }
    return JSONValue.array(objects).serialized()
  }
}

extension SQLValue {
  /// `nil` for null.
  fileprivate var json: JSONValue? {
    switch self {
    case .null, .bytes: nil
    case .int(let number): .int(number)
    case .real(let number): .double(number)
    case .text(let text): .string(text)
    }
  }
}
