import Core
import Foundation
import Persistence

/// What one watcher of a run has seen of it.
actor RunWatch {
  /// How many entries an update has, about.
  private static let entriesAtOnce = 500

  private let store: any Store
  private let masker: Masker
  private let run: RunID
  private let news = Mailbox<Void>()
  private let listening: Task<Void, Never>
  private var seen: Int64
  private var known: Run?
  private var isOver = false

  /// - Parameter revision: entries that haven't changed since aren't told of.
  init(
    store: any Store, effects: Effects, masker: Masker, pokes: AsyncStream<Void>, run: RunID, from revision: Int64
  ) {
    self.store = store
    self.masker = masker
    self.run = run
    seen = revision
    listening = Task { [news] in
      await withDiscardingTaskGroup { group in
        group.addTask { for await _ in pokes { news.post(()) } }
        group.addTask {
          // For runs in the hands of another process, which pokes nobody here.
          while (try? await effects.sleep(.seconds(1))) != nil { news.post(()) }
        }
      }
    }
  }

  deinit { listening.cancel() }

  /// Waits until there is something to tell.
  /// - Returns: `nil` after the end of the run, and when the watcher is cancelled.
  func next() async throws -> RunUpdate? {
    while !isOver, !Task.isCancelled {
      let (run, seen, masker) = (run, seen, masker)
      let (current, entries, isWhole) = try await store.read { session in
        let log = LogStore(session: session, masker: masker)
        let current = try RunStore(session: session).run(run)
        let last = try log.revision(of: run, after: seen, entries: Self.entriesAtOnce)
        return (current, try log.entries(of: run, after: seen, upTo: last), last == nil)
      }
      isOver = current.state.endedAt != nil && isWhole
      self.seen = max(seen, entries.map(\.revision).max() ?? 0)
      if known != current || !entries.isEmpty {
        known = current
        return RunUpdate(run: current, entries: entries)
      }
      if !isOver { _ = await news.take() }
    }
    return nil
  }
}
