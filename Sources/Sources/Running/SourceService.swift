import Core
package import Logging
import ServiceLifecycle

/// Syncs the sources that are due. Several may run in a cluster: each source is one's at a time. On shutdown a sync is
/// given back in the middle, and goes on elsewhere or after the start.
package struct SourceService: Service {
  /// Wakes workers.
  static let channel = "source_due"

  /// How many sources are synced at once, so that the first sync of a large one keeps no other waiting.
  private static let lanes = 3

  private let room: SourceRoom
  private let logger: Logger

  package init(room: SourceRoom, logger: Logger) {
    self.room = room
    self.logger = logger
  }

  /// Works until the server is shut down.
  package func run() async throws {
    try await WorkerLanes(room: room, count: Self.lanes, channel: Self.channel).run {
      await subscribe()
    } drain: {
      await drain()
    }
  }

  /// Looks every few seconds for a service that is to be asked to tell what changed.
  private func subscribe() async {
    repeat {
      do {
        while !Task.isCancelled, try await room.subscribeNext() {}
        try await room.effects.sleep(.seconds(2))
      } catch is CancellationError {
        return
      } catch {
        logger.warning("Services can't be asked for news for now", metadata: ["reason": "\(error)"])
        try? await room.effects.sleep(.seconds(10))
      }
    } while !Task.isCancelled
  }

  private func drain() async {
    do {
      while !Task.isCancelled, try await room.syncNext() {}
    } catch is CancellationError {
      return
    } catch {
      logger.warning("Sources can't be synced for now", metadata: ["reason": "\(error)"])
    }
  }
}
