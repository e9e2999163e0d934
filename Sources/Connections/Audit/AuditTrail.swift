package import Core
import Foundation
package import Identity
import NIOCore
package import Persistence

/// Reading the audit log of connections and integrations: who changed, used and was told what, and when.
///
/// Site administrators see all of it, managers what concerns their teams' connections, nobody else anything.
package struct AuditTrail: Sendable {
  let store: any Store

  package init(store: any Store) {
    self.store = store
  }

  /// The newest first.
  package func entries(
    _ filter: AuditFilter, after: PageCursor? = nil, limit: Int = 100, as principal: Principal
  ) async throws -> Page<AuditLine> {
    let teams = try visible(filter.team, as: principal)
    let before = after?.keys.first?.intValue.map { Int($0) }
    let found = try await store.read { session in
      try AuditLog.find(filter, teams: teams, before: before, limit: limit + 1, in: session)
    }
    let shown = Array(found.prefix(limit))
    let next = found.count > limit ? shown.last.map { PageCursor(keys: [JSONValue($0.number)]) } : nil
    return Page(items: shown, next: next)
  }

  /// All of it as a file, the newest first; read page by page while it is sent.
  /// - Throws: ``AccessError``, before anything is sent.
  package func export(_ filter: AuditFilter, as format: AuditFormat, by principal: Principal) throws -> ByteStream {
    _ = try visible(filter.team, as: principal)
    return ByteStream(
      length: nil,
      AuditFile(format: format) { cursor in
        let page = try await entries(filter, after: cursor, limit: 1000, as: principal)
        return (page.items, page.next)
      })
  }

  /// Whether somebody sees what concerns a team's connections, for pages that lead here.
  package static func isReadable(of team: TeamID, by principal: Principal) -> Bool {
    Access.allows(.administerSettings, on: .site, as: principal)
      || Access.allows(.changeMemberPermissions, on: .team(team), as: principal)
  }

  /// - Returns: `nil` for everything.
  private func visible(_ team: TeamID?, as principal: Principal) throws -> [TeamID]? {
    if let team {
      try Access.require(.changeMemberPermissions, on: .team(team), as: principal)
      return [team]
    }
    if Access.allows(.administerSettings, on: .site, as: principal) { return nil }
    let teams = principal.teams.keys.filter {
      Access.allows(.changeMemberPermissions, on: .team($0), as: principal)
    }
    guard !teams.isEmpty else {
      try Access.require(.administerSettings, on: .site, as: principal)
      return []
    }
    return Array(teams)
  }
}

/// The forms in which the log is given out.
package enum AuditFormat: String, Sendable, CaseIterable {
  case csv
  /// A JSON object a line.
  case jsonl
}

/// The log as a file, a page at a time.
private struct AuditFile: AsyncSequence, Sendable {
  typealias Element = ByteBuffer
  let format: AuditFormat
  let page: @Sendable (PageCursor?) async throws -> ([AuditLine], PageCursor?)

  func makeAsyncIterator() -> Iterator { Iterator(file: self) }

  struct Iterator: AsyncIteratorProtocol {
    let file: AuditFile
    private var cursor: PageCursor?
    private var hasBegun = false
    private var hasEnded = false

    init(file: AuditFile) {
      self.file = file
    }

    mutating func next() async throws -> ByteBuffer? {
      if !hasBegun {
        hasBegun = true
        if file.format == .csv { return ByteBuffer(string: AuditLine.csvHeader) }
      }
      guard !hasEnded else { return nil }
      let (lines, next) = try await file.page(cursor)
      cursor = next
      hasEnded = next == nil
      let format = file.format
      return ByteBuffer(string: lines.map { format == .csv ? $0.csv : $0.json.serialized() + "\n" }.joined())
    }
  }
}
