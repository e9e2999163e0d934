import Core
package import Identity
import Persistence

extension Runs {
  /// What a page shows of a run. However long the run is, this stays short.
  package func window(of id: RunID, as principal: Principal) async throws -> RunWindow {
    let run = try await run(id, as: principal)
    let masker = masker
    return try await store.read { session in
      let window = WindowStore(session: session, log: LogStore(session: session, masker: masker))
      return RunWindow(run: run, entries: try window.entries(of: id), items: try window.items(of: id))
    }
  }

  /// Some items of one of its loops, with all that is in them.
  /// - Parameters:
  ///   - loop: the path of the loop.
  ///   - items: counted from 0; at most 200.
  package func items(
    of id: RunID, loop: String, _ items: Range<Int>, as principal: Principal
  ) async throws -> RunWindow {
    let run = try await run(id, as: principal)
    let masker = masker
    let range = items.prefix(200)
    return try await store.read { session in
      let window = WindowStore(session: session, log: LogStore(session: session, masker: masker))
      let entries = try window.entries(of: id, loop: loop, items: range.startIndex..<range.endIndex)
      return RunWindow(run: run, entries: entries, items: try window.items(of: id))
    }
  }

  /// One entry of a run's log.
  /// - Throws: ``FlowError/noSuchStep(_:)`` when the run hasn't come there.
  package func entry(_ path: String, of id: RunID, as principal: Principal) async throws -> StepEntry {
    _ = try await run(id, as: principal)
    let masker = masker
    let found = try await store.read {
      try LogStore(session: $0, masker: masker).entries(where: "run = \(id) and path = \(path)", of: id)
    }
    guard let entry = found.first else { throw FlowError.noSuchStep(path) }
    return entry
  }
}
