import CPostgres
import Persistence

/// The server's answer to one statement.
final class PostgresResult {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQclear(pointer)
  }

  /// How many rows were inserted, changed or deleted; 0 after a `select` and after a change of the schema.
  var changedRows: Int {
    let tag = String(cString: PQcmdStatus(pointer))
    guard ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(where: tag.hasPrefix) else { return 0 }
    return Int(String(cString: PQcmdTuples(pointer))) ?? 0
  }

  /// What was done, such as `COMMIT`.
  var commandTag: String { String(cString: PQcmdStatus(pointer)) }

  func rows() throws -> [Row] {
    let width = PQnfields(pointer)
    let names = (0..<width).map { (String(cString: PQfname(pointer, $0)), Int($0)) }
    let columns = Dictionary(names, uniquingKeysWith: { first, _ in first })
    let types = (0..<width).map { PQftype(pointer, $0) }
    return try (0..<PQntuples(pointer)).map { row in
      let values = try (0..<width).map { column in try value(row, column, types[Int(column)]) }
      return Row(columns: columns, values: values)
    }
  }

  private func value(_ row: Int32, _ column: Int32, _ type: Oid) throws -> SQLValue {
    if PQgetisnull(pointer, row, column) == 1 { return .null }
    guard let start = PQgetvalue(pointer, row, column) else { return .null }
    let length = Int(PQgetlength(pointer, row, column))
    return try start.withMemoryRebound(to: UInt8.self, capacity: length) { start in
      try PostgresType.value(UnsafeBufferPointer(start: start, count: length), type: type)
    }
  }
}
