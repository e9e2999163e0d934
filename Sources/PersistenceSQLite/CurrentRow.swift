import GRDBSQLite
import Persistence

/// The row on which a statement stands, read from SQLite itself: GRDB remembers a statement's columns from when it was
/// prepared, and the table may have been changed since.
struct CurrentRow {
  let statement: OpaquePointer

  private var indices: Range<Int32> { 0..<sqlite3_column_count(statement) }

  /// Where each column stands; of two with one name, the first.
  var columns: [String: Int] {
    let names = indices.map { index in
      (sqlite3_column_name(statement, index).map { String(cString: $0) } ?? "", Int(index))
    }
    return Dictionary(names, uniquingKeysWith: { first, _ in first })
  }

  var values: [SQLValue] { indices.map(value) }

  private func value(_ index: Int32) -> SQLValue {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: .int(sqlite3_column_int64(statement, index))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, index))
    case SQLITE_TEXT: .text(String(decoding: bytes(sqlite3_column_text(statement, index), index), as: UTF8.self))
    case SQLITE_BLOB: .bytes(Array(bytes(sqlite3_column_blob(statement, index), index)))
    default: .null
    }
  }

  /// - Parameter start: as SQLite lends it until the statement moves on; asked for before the length, as SQLite wants.
  private func bytes(_ start: UnsafeRawPointer?, _ index: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
  }

  private func bytes(_ start: UnsafePointer<UInt8>?, _ index: Int32) -> UnsafeRawBufferPointer {
    bytes(start.map { UnsafeRawPointer($0) }, index)
  }
}
