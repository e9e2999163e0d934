package import Core
import Foundation
package import Identity
import NIOCore
import Persistence

/// Runs and lists of runs as files.
package struct RunExport: Sendable {
  private let runs: Runs

  package init(_ runs: Runs) {
    self.runs = runs
  }

  /// A run as JSON lines: first the run, then each entry of its log. Read page by page while it is sent.
  /// - Parameter line: the JSON of an entry.
  /// - Throws: ``FlowError/noSuchRun``, before anything is sent.
  package func lines(
    of id: RunID, as principal: Principal, run: @escaping @Sendable (Run) -> JSONValue,
    line: @escaping @Sendable (StepEntry) -> JSONValue
  ) async throws -> ByteStream {
    let first = try await runs.run(id, as: principal)
    return ByteStream(
      length: nil,
      RunLines(head: run(first)) { cursor in
        let page = try await runs.entries(of: id, after: cursor, limit: 200, as: principal)
        return (page.items.map(line), page.next)
      })
  }

  /// A list of runs as CSV (RFC 4180), the newest first; read page by page while it is sent.
  package func table(
    flow: FlowID? = nil, team: TeamID? = nil, states: [String] = [], as principal: Principal
  ) async throws -> ByteStream {
    _ = try Flows.visibleTeams(team, as: principal)
    let runs = runs
    return ByteStream(
      length: nil,
      RunTable { cursor in
        let page = try await runs.list(
          flow: flow, team: team, states: states, after: cursor, limit: 500, as: principal)
        return (page.items, page.next)
      })
  }
}

/// The lines of one run.
private struct RunLines: AsyncSequence, Sendable {
  typealias Element = ByteBuffer
  let head: JSONValue
  let page: @Sendable (PageCursor?) async throws -> ([JSONValue], PageCursor?)

  func makeAsyncIterator() -> Iterator { Iterator(lines: self) }

  struct Iterator: AsyncIteratorProtocol {
    let lines: RunLines
    private var cursor: PageCursor?
    private var hasBegun = false
    private var hasEnded = false

    init(lines: RunLines) {
      self.lines = lines
    }

    mutating func next() async throws -> ByteBuffer? {
      if !hasBegun {
        hasBegun = true
        return ByteBuffer(string: lines.head.serialized() + "\n")
      }
      guard !hasEnded else { return nil }
      let (entries, next) = try await lines.page(cursor)
      cursor = next
      hasEnded = next == nil
      return ByteBuffer(string: entries.map { $0.serialized() + "\n" }.joined())
    }
  }
}

/// The rows of a list.
private struct RunTable: AsyncSequence, Sendable {
  typealias Element = ByteBuffer
  let page: @Sendable (PageCursor?) async throws -> ([Run], PageCursor?)

  func makeAsyncIterator() -> Iterator { Iterator(table: self) }

  struct Iterator: AsyncIteratorProtocol {
    let table: RunTable
    private var cursor: PageCursor?
    private var hasBegun = false
    private var hasEnded = false

    init(table: RunTable) {
      self.table = table
    }

    mutating func next() async throws -> ByteBuffer? {
      if !hasBegun {
        hasBegun = true
        return ByteBuffer(string: RunCSV.head)
      }
      guard !hasEnded else { return nil }
      let (runs, next) = try await table.page(cursor)
      cursor = next
      hasEnded = next == nil
      return ByteBuffer(string: runs.map(RunCSV.row).joined())
    }
  }
}
