package import Core
import Foundation
package import Identity
import Persistence

extension Runs {
  /// A page of a run's log, in the order in which entries began.
  ///
  /// A page may be short, or empty with a `next`, when a text is searched for: so many entries are looked at for each.
  package func entries(
    of id: RunID, _ filter: LogFilter = LogFilter(), after cursor: PageCursor? = nil, limit: Int = 200,
    as principal: Principal
  ) async throws -> Page<StepEntry> {
    _ = try await run(id, as: principal)
    let after = cursor.flatMap { cursor -> (place: Int64, path: String)? in
      guard let place = cursor.keys.first?.intValue, let path = cursor.keys.dropFirst().first?.stringValue else {
        return nil
      }
      return (place, path)
    }
    let masker = masker
    let scanned = filter.text == nil ? limit : Self.scannedAtOnce
    let found = try await store.read {
      try LogStore(session: $0, masker: masker).page(of: id, filter, after: after, limit: scanned + 1)
    }
    var items: [StepEntry] = []
    for (index, entry) in found.prefix(scanned).enumerated() where filter.matches(entry) {
      items.append(entry)
      if items.count == limit { return Page(items: items, next: index + 1 < found.count ? Self.cursor(entry) : nil) }
    }
    return Page(items: items, next: found.count > scanned ? found.prefix(scanned).last.map(Self.cursor) : nil)
  }

  /// How many entries a search looks at for one page.
  static let scannedAtOnce = 2000

  private static func cursor(_ entry: StepEntry) -> PageCursor {
    PageCursor(keys: [.int(entry.place), .string(entry.path)])
  }

  /// The runs among the newest ones whose log holds a text: in a step's id, a failure, an input or an output.
  ///
  /// Looks at the newest `depth` runs of the filter and at 500 entries of each that may match; what is masked isn't
  /// found.
  package func search(
    _ text: String, flow: FlowID? = nil, team: TeamID? = nil, depth: Int = 1000, limit: Int = 50,
    as principal: Principal
  ) async throws -> [FoundEntry] {
    let filter = RunFilter(teams: try Flows.visibleTeams(team, as: principal), flow: flow)
    let masker = masker
    let candidates = try await store.read { session in
      let runs = try RunStore(session: session).runs(filter, after: nil, limit: min(depth, 5000))
      let ids = try LogStore(session: session, masker: masker).runs(among: runs.map(\.id), holding: text)
      return runs.filter { ids.contains($0.id) }
    }
    var found: [FoundEntry] = []
    for run in candidates where found.count < limit {
      let entries = try await store.read {
        try LogStore(session: $0, masker: masker).entries(of: run.id, holding: text, limit: 500)
      }
      if let entry = entries.first(where: LogFilter(text: text).matches) {
        found.append(FoundEntry(run: run, entry: entry))
      }
    }
    return found
  }

  /// The whole value that the log shows the beginning of, with secrets masked.
  /// - Parameter part: `input` or `output`.
  /// - Throws: ``FlowError/noSuchStep(_:)``; ``FlowError/payloadGone`` when retention took it.
  package func value(_ part: StepPart, of path: String, in id: RunID, as principal: Principal) async throws -> JSONValue
  {
    _ = try await run(id, as: principal)
    let stored = try await store.read { session -> JSONValue? in
      guard let row = try session.row("select input, output from flow_step where run = \(id) and path = \(path)") else {
        throw FlowError.noSuchStep(path)
      }
      return try row.jsonIfAny(part.rawValue)
    }
    return masker.forShowing(try await payloads.restored(stored ?? .null))
  }
}

/// Which value of a step is meant.
package enum StepPart: String, Sendable, CaseIterable {
  case input, output
}

/// A run that a search found, and the first entry that holds the text.
package struct FoundEntry: Sendable {
  package let run: Run
  package let entry: StepEntry
}
