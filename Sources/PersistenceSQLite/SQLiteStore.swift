import Foundation
internal import GRDB
package import Persistence

/// A store in one SQLite file, for a deployment of one process.
///
/// Readers see a snapshot and never wait for the writer (write-ahead log). There is one writer at a time; writes that
/// come at the same time share one commit, and so one fsync, but not their fate: each has a savepoint of its own.
package struct SQLiteStore: Store {
  package var dialect: Dialect { .sqlite }

  private let pool: DatabasePool
  private let writes: WriteQueue
  private let hub = NotificationHub()

  /// Opens the file, and makes it, readable by its owner only, when it isn't there.
  /// - Parameters:
  ///   - path: of the database file; SQLite keeps two more beside it. The folder must be there.
  ///   - readers: how many read at the same time.
  /// - Throws: ``PersistenceError/unavailable(reason:)`` when the file can't be opened or made,
  ///   ``PersistenceError/corrupt(reason:)`` when it is no database.
  package init(path: String, readers: Int = 4) throws {
    do {
      Self.makePrivateFile(path)
      pool = try DatabasePool(path: path, configuration: Self.configuration(readers: readers))
      // After the pool is made, since that sets NORMAL, which may lose the last commits with the power.
      try pool.writeWithoutTransaction { try $0.execute(sql: "pragma synchronous = full") }
    } catch {
      throw PersistenceError(sqlite: error)
    }
    writes = WriteQueue(pool: pool, hub: hub)
  }

  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.read { database in
        let session = SQLiteSession(database)
        return try session.finishing(body)
      }
    } catch {
      throw PersistenceError.fromSQLite(error)
    }
  }

  @discardableResult
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any Session) throws -> Value
  ) async throws -> Value {
    try Task.checkCancellation()
    let write = GroupedWrite(body)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        write.answer(to: continuation)
        writes.add(write)
      }
    } onCancel: {
      write.cancel()
    }
  }

  package func notifications(on channel: String) -> AsyncStream<Void> {
    hub.stream(on: channel)
  }

  package func ping() async throws {
    _ = try await read { session in try session.rows("select 1 as n") }
  }

  /// Closes the file after the transactions in hand. Whoever calls afterwards gets
  /// ``PersistenceError/unavailable(reason:)``.
  package func close() throws {
    hub.finish()
    do { try pool.close() } catch { throw PersistenceError(sqlite: error) }
  }

  private static func configuration(readers: Int) -> Configuration {
    var configuration = Configuration()
    configuration.maximumReaderCount = readers
    // Another process, such as a backup, may hold the write lock for a moment.
    configuration.busyMode = .timeout(5)
    configuration.label = "weir.sqlite"
    // Only while the file is empty does it count: the file can then give back the space of what is deleted.
    configuration.prepareDatabase { database in
      guard try Int.fetchOne(database, sql: "pragma page_count") == 0 else { return }
      try database.execute(sql: "pragma auto_vacuum = incremental")
    }
    return configuration
  }

  private static func makePrivateFile(_ path: String) {
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 { Foundation.close(descriptor) }
  }
}
