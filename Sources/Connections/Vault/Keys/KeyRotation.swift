import Foundation
import Persistence

/// Brings every sealed value under the sealing key, batch by batch, while everything else goes on.
///
/// What is left to do is read from the values themselves, so a rotation that was ended anywhere goes on where it was. A
/// value is replaced only if it is still the one that was read: what a refresh writes meanwhile is newer and stays.
package struct KeyRotation: Sendable {
  let vault: Vault
  let store: any Store
  let columns: [SealedColumn]

  /// How many values are read and written together.
  private static let batch = 500
  /// How often everything is looked through at most: what is sealed meanwhile is sealed with the new key.
  private static let mostPasses = 5

  /// How far it is.
  package struct Progress: Sendable {
    /// Values that are done.
    package var rewrapped = 0
    /// Values that had to be done at the beginning.
    package var total = 0
    /// Rows whose value doesn't open, as `connection_secret/…`.
    package var unreadable: Set<String> = []
  }

  /// - Parameter report: told after each batch.
  /// - Throws: ``PersistenceError``.
  func run(_ report: @Sendable (Progress) -> Void) async throws -> Progress {
    var progress = Progress()
    progress.total = try await pending()
    report(progress)
    for _ in 0..<Self.mostPasses {
      for column in columns { try await walk(column, &progress, report) }
      if try await pending() <= progress.unreadable.count { break }
    }
    return progress
  }

  private func pending() async throws -> Int {
    let header = SealedValue.header(vault.current)
    return try await store.read { [columns] session in
      try columns.reduce(0) { sum, column in
        let (table, name) = (Statement(trusted: column.table), Statement(trusted: column.column))
        return sum
          + (try session.count(
            "select count(*) as n from \(table) where \(name) is not null and substr(\(name), 1, 9) <> \(header)"))
      }
    }
  }

  private func walk(
    _ column: SealedColumn, _ progress: inout Progress, _ report: @Sendable (Progress) -> Void
  ) async throws {
    var last: [String]?
    repeat {
      let found = try await read(column, after: last)
      last = found.last?.key
      var replacements: [Replacement] = []
      for row in found {
        do {
          guard let new = try vault.rewrap(row.sealed, context: row.context) else { continue }
          replacements.append(Replacement(key: row.key, old: row.sealed, new: new))
        } catch is VaultError {
          progress.unreadable.insert(row.context)
        }
      }
      progress.rewrapped += try await write(column, replacements)
      report(progress)
      try Task.checkCancellation()
    } while last != nil
  }

  private struct Found: Sendable {
    let key: [String]
    let sealed: [UInt8]
    let context: String
  }

  struct Replacement: Sendable {
    let key: [String]
    let old: [UInt8]
    let new: [UInt8]
  }

  private func read(_ column: SealedColumn, after last: [String]?) async throws -> [Found] {
    let header = SealedValue.header(vault.current)
    let names = Statement(trusted: column.key.joined(separator: ", "))
    let wanted = Statement(trusted: Set(column.key + column.needed + [column.column]).sorted().joined(separator: ", "))
    let (table, name) = (Statement(trusted: column.table), Statement(trusted: column.column))
    var statement: Statement = """
      select \(wanted) from \(table) where \(name) is not null and substr(\(name), 1, 9) <> \(header)
      """
    if let last {
      statement += " and (\(names)) > (" + last.map { "\($0)" as Statement }.joined(separator: ", ") + ")"
    }
    statement += " order by \(names) limit \(Self.batch)"
    return try await store.read { [statement] session in
      try session.rows(statement).map { row in
        Found(
          key: try column.key.map { try row.string($0) }, sealed: try row.bytes(column.column),
          context: try column.context(row))
      }
    }
  }

  func write(_ column: SealedColumn, _ replacements: [Replacement]) async throws -> Int {
    guard !replacements.isEmpty else { return 0 }
    let (table, name) = (Statement(trusted: column.table), Statement(trusted: column.column))
    return try await store.writeLocking { session in
      try replacements.reduce(0) { count, value in
        let row = zip(column.key, value.key).map { Statement(trusted: $0) + " = \($1)" }.joined(separator: " and ")
        return count
          + (try session.run("update \(table) set \(name) = \(value.new) where \(row) and \(name) = \(value.old)"))
      }
    }
  }
}
