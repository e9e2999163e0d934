import Core
package import Logging
import Persistence
import ServiceLifecycle

/// Syncs the sources that are due. Several may run in a cluster: each source is one's at a time. On shutdown a sync is
/// given back in the middle, and goes on elsewhere or after the start.
package struct SourceService: Service {
  /// Wakes workers.
  static let channel = "source_due"

  private let room: SourceRoom
  private let logger: Logger

  package init(room: SourceRoom, logger: Logger) {
    self.room = room
    self.logger = logger
  }

  /// Works until the server is shut down.
  package func run() async throws {
    let (wakes, sink) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { for await _ in room.store.notifications(on: Self.channel) { sink.yield() } }
        group.addTask {
          repeat {
            sink.yield()
            try? await room.effects.sleep(.seconds(2))
          } while !Task.isCancelled
        }
        group.addTask {
          for await _ in wakes { await drain() }
        }
      }
    }
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
