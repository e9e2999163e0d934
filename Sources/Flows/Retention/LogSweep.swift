package import Blobs
package import Core
import Foundation
import Persistence

/// Takes away what the rules say, a little at a time, so that runs hardly notice; then gives the space back.
package struct LogSweep: Sendable {
  /// Rows that one transaction deletes: on SQLite nobody else writes meanwhile.
  private static let rowsAtOnce = 500

  private let retention: Retention
  private let blobs: (any BlobStore)?
  private let effects: Effects

  /// - Parameter blobs: where large values rest.
  package init(retention: Retention, blobs: (any BlobStore)?, effects: Effects) {
    self.retention = retention
    self.blobs = blobs
    self.effects = effects
  }

  private var store: any Store { retention.store }

  /// Measures, deletes and frees until nothing is left to do.
  /// - Returns: how many runs went.
  @discardableResult
  package func sweep() async throws -> Int {
    try await measure()
    var gone = 0
    for flow in try await store.read({ try RetentionStore(session: $0).flows() }) {
      gone += try await sweep(flow)
    }
    let freed = try await free()
    if gone > 0 || freed > 0 { try await giveBack() }
    return gone
  }

  private func measure() async throws {
    while true {
      let runs = try await store.read { try RetentionStore(session: $0).unmeasured(limit: 50) }
      if runs.isEmpty { return }
      for run in runs { try await store.write { try RetentionStore(session: $0).measure(run) } }
    }
  }

  private func sweep(_ flow: FlowID) async throws -> Int {
    let standard = retention.standard
    let now = effects.now()
    var gone = 0
    while true {
      let runs = try await store.read { session in
        let retention = RetentionStore(session: session)
        return try retention.expired(of: flow, try retention.rule(of: flow).over(standard), at: now, limit: 100)
      }
      if runs.isEmpty { return gone }
      for run in runs {
        while try await !store.write({ try RetentionStore(session: $0).delete(run, rows: Self.rowsAtOnce) }) {}
        gone += 1
      }
    }
  }

  /// Deletes the bytes of payloads whose runs are gone.
  private func free() async throws -> Int {
    guard let blobs else { return 0 }
    var freed = 0
    while true {
      let orphans = try await store.read { try PayloadStore(session: $0).orphans(limit: 100) }
      if orphans.isEmpty { return freed }
      for (hash, run) in orphans {
        let isShared = try await store.read { try PayloadStore(session: $0).isShared(hash, beyond: run) }
        // The bytes first: a row that names no bytes is tried again, bytes that no row names would stay for ever.
        if !isShared { try await blobs.remove(hash) }
        try await store.write { try PayloadStore(session: $0).forget(hash, of: run) }
        freed += 1
      }
    }
  }

  /// SQLite keeps the pages of deleted rows for itself until it is told to give them back; PostgreSQL's autovacuum makes
  /// them free for new rows by itself.
  private func giveBack() async throws {
    guard store.dialect == .sqlite else { return }
    while true {
      let isDone = try await store.write { session in
        let free = try session.row("pragma freelist_count")?.int("freelist_count") ?? 0
        guard free > 0 else { return true }
        _ = try session.rows("pragma incremental_vacuum(256)")
        return try session.row("pragma freelist_count")?.int("freelist_count") ?? 0 >= free
      }
      if isDone { return }
    }
  }
}
