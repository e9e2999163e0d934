import Core
package import Logging
import ServiceLifecycle

/// Runs the publications that are due. Several may run in a cluster: each publication is one's at a time. On shutdown a
/// run is given back in the middle, and goes on elsewhere or after the start.
package struct PublicationService: Service {
  /// Wakes workers.
  static let channel = "publication_due"

  /// How many publications run at once, so that a large one keeps no other waiting.
  private static let lanes = 2

  private let room: SourceRoom
  private let logger: Logger

  package init(room: SourceRoom, logger: Logger) {
    self.room = room
    self.logger = logger
  }

  /// Works until the server is shut down.
  package func run() async throws {
    try await WorkerLanes(room: room, count: Self.lanes, channel: Self.channel).run { await drain() }
  }

  private func drain() async {
    do {
      while !Task.isCancelled, try await room.publishNext() {}
    } catch is CancellationError {
      return
    } catch {
      logger.warning("Publications can't be run for now", metadata: ["reason": "\(error)"])
    }
  }
}
