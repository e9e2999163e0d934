import Blobs
import Core
import Foundation
import Persistence

/// A file that somebody has taken up.
struct IngestClaim: Sendable, Hashable {
  let asset: AssetID
  let hash: ContentHash
  let fileName: String
  /// This one included.
  let attempts: Int
  /// Higher than that of everybody who had the file before; a write under a lower one is refused.
  let fence: Int64
}

/// The files that ingest has yet to look at. Each is taken up by one worker at a time, in the whole cluster.
struct IngestQueue: Sendable {
  let context: LibraryContext

  /// Wakes workers.
  static let channel = "library_ingest"

  /// Takes up the file that is due longest.
  /// - Returns: `nil` when none is due.
  func claim(for lease: Duration) async throws -> IngestClaim? {
    let now = context.effects.now()
    let end = now.addingTimeInterval(lease / .seconds(1))
    return try await context.store.write { session in
      let due = try session.row(
        """
        select asset from library_ingest where due_at <= \(now) order by due_at, asset limit 1\
        \(session.dialect.skippingLocked)
        """)
      guard let due else { return nil }
      let id: AssetID = try due.id("asset")
      let claimed = try session.row(
        """
        update library_ingest set fence = fence + 1, attempts = attempts + 1, due_at = \(end) where asset = \(id)
        returning fence, attempts
        """)
      let asset = try session.row("select hash, file_name from library_asset where id = \(id)")
      guard let claimed, let asset else { return nil }
      return IngestClaim(
        asset: id, hash: try asset.hash("hash"), fileName: try asset.string("file_name"),
        attempts: try claimed.int("attempts"), fence: try claimed.int64("fence"))
    }
  }

  /// Says that the worker is still at it.
  /// - Returns: whether the file is still its own.
  func renew(_ claim: IngestClaim, for lease: Duration) async throws -> Bool {
    try await move(claim, to: lease)
  }

  /// Gives the file back, to be taken up again after a pause.
  func release(_ claim: IngestClaim, for pause: Duration) async throws {
    _ = try await move(claim, to: pause)
  }

  private func move(_ claim: IngestClaim, to later: Duration) async throws -> Bool {
    let date = context.effects.now().addingTimeInterval(later / .seconds(1))
    return try await context.store.write { session in
      try session.run(
        "update library_ingest set due_at = \(date) where asset = \(claim.asset) and fence = \(claim.fence)") == 1
    }
  }

  /// Ends the work on a file, in the transaction that keeps what came of it.
  /// - Returns: whether the file was still the claimant's; if not, nothing may be written.
  static func complete(_ claim: IngestClaim, _ session: any Session) throws -> Bool {
    try session.run("delete from library_ingest where asset = \(claim.asset) and fence = \(claim.fence)") == 1
  }
}
