import Core
import Flows
import Foundation
import Library
import Logging
import ServiceLifecycle

/// Gives back what runs hold that are no longer there, however their history went.
///
/// A run is asked for only once it had time to be committed; several keepers may work at once.
struct RunFilesKeeper: Service {
  let files: RunFiles
  let runs: Runs
  let effects: Effects
  let logger: Logger

  private static let interval = Duration.seconds(300)
  /// In seconds.
  private static let grace = 3600.0

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await makeRound()
        } catch {
          logger.warning("Files of deleted runs couldn't be given back", metadata: ["reason": "\(error)"])
        }
        try? await effects.sleep(Self.interval)
      }
    }
  }

  /// One round over everything that is held.
  func makeRound() async throws {
    var last: String?
    repeat {
      let holders = try await files.holders(
        heldBefore: effects.now().addingTimeInterval(-Self.grace), after: last, limit: 500)
      last = holders.last
      let known = try await runs.known(among: holders.compactMap { RunID($0) })
      let gone = holders.filter { holder in RunID(holder).map { !known.contains($0) } ?? true }
      if !gone.isEmpty { try await files.release(gone) }
    } while last != nil
  }
}
