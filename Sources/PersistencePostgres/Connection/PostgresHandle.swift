import CPostgres
import Core
import Persistence

/// A libpq connection, closed when nobody holds it any more. Used by one thread at a time.
final class PostgresHandle {
  let pointer: OpaquePointer
  /// Asks the server to stop what this connection is doing.
  let canceller: QueryCanceller

  /// Connects; blocks until that is done, or has failed.
  /// - Throws: ``PersistenceError/unavailable(reason:)``
  init(uri: Secret) throws {
    // What stands before `dbname` may be overridden in the URI, what stands after it may not.
    let settings: KeyValuePairs = [
      "fallback_application_name": "weir", "connect_timeout": "10", "keepalives_idle": "30",
      "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "30000",
      "dbname": uri.revealed, "client_encoding": "UTF8",
    ]
    let opened = Self.withCStrings(settings.map(\.key)) { keys in
      Self.withCStrings(settings.map(\.value)) { values in PQconnectdbParams(keys, values, 1) } ?? nil
    }
    guard let connection = opened ?? nil else { throw PersistenceError.unavailable(reason: "there is no memory left") }
    guard PQstatus(connection) == CONNECTION_OK, let cancel = PQgetCancel(connection) else {
      defer { PQfinish(connection) }
      throw PersistenceError.unavailable(reason: PersistenceError.firstLine(of: PQerrorMessage(connection)))
    }
    pointer = connection
    canceller = QueryCanceller(cancel)
    // Notices, such as "relation exists already", would go to stderr.
    PQsetNoticeProcessor(connection, { _, _ in }, nil)
  }

  deinit {
    PQfinish(pointer)
  }

  /// Whether the connection still stands, as far as its last use showed.
  var isAlive: Bool { PQstatus(pointer) == CONNECTION_OK }

  /// Whether it stands and is outside of a transaction.
  var isIdle: Bool { isAlive && PQtransactionStatus(pointer) == PQTRANS_IDLE }

  private static func withCStrings<Answer>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer
  ) -> Answer? {
    let bytes = strings.flatMap { Array($0.utf8CString) }
    return bytes.withUnsafeBufferPointer { buffer in
      var pointers: [UnsafePointer<CChar>?] = []
      var offset = 0
      for string in strings {
        pointers.append(buffer.baseAddress.map { $0 + offset })
        offset += string.utf8.count + 1
      }
      pointers.append(nil)
      return pointers.withUnsafeBufferPointer { $0.baseAddress.map(body) }
    }
  }
}
