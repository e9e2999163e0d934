import Blobs
import Core
import Foundation
package import Logging
import Persistence
import ServiceLifecycle

/// Keeps the library tidy: throws away uploads that nobody finished, removes bytes that nothing names, and lets assets
/// expire. Several may run at once.
package struct LibraryKeeper: Service {
  private let context: LibraryContext
  private let interval: Duration
  private let logger: Logger

  /// - Parameter interval: between two rounds.
  package init(library: Library, interval: Duration = .seconds(60), logger: Logger) {
    context = library.context
    self.interval = interval
    self.logger = logger
  }

  /// Makes its rounds until the server is shut down.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await makeRound()
        } catch {
          logger.warning("The library couldn't be tidied", metadata: ["reason": "\(error)"])
        }
        try? await context.effects.sleep(interval)
      }
    }
  }

  /// One round.
  package func makeRound() async throws {
    try await expireAssets()
    try await throwAwayUploads()
    try await BlobSweep(context: context).run()
    try await context.blobs.discardStages(untouchedSince: context.effects.now() - Self.longestStage)
  }

  private func throwAwayUploads() async throws {
    let now = context.effects.now()
    let lapsed = try await context.store.read { session in
      try UploadStore(session).lapsed(at: now, limit: Self.batch)
    }
    for row in lapsed {
      // The blocks first: without the row nobody would know of them.
      try await context.blobs.discard(row.stage)
      try await context.store.write { session in
        _ = try session.run(
          "delete from library_upload where id = \(row.upload.id) and expires_at <= \(now)")
      }
    }
  }

  private func expireAssets() async throws {
    let act = context.actByItself()
    try await context.store.write { session in
      let due = try session.rows(
        """
        select id from library_asset where expires_at <= \(act.at) and deleted_at is null
          and status <> \(AssetStatus.expired.rawValue) and status <> \(AssetStatus.rejected.rawValue)
        order by expires_at limit \(Self.batch)\(session.dialect.skippingLocked)
        """)
      let store = AssetStore(session)
      for row in due {
        _ = try AssetEditor(session, act).apply([.status(.expired)], to: try store.asset(row.id("id")))
      }
    }
  }

  /// How long a stage may be left alone. Longer than an upload lives; a copy of a flow that rested for longer begins anew.
  private static let longestStage: TimeInterval = 7 * 24 * 3600
  /// How many of each kind in one round.
  private static let batch = 200
}
