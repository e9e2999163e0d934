import Core
import Persistence
import ServiceLifecycle

/// Workers that are woken by a channel of the store, and every two seconds, until the server is shut down.
struct WorkerLanes: Sendable {
  let room: SourceRoom
  /// How many work at once.
  let count: Int
  /// Wakes them.
  let channel: String

  /// - Parameters:
  ///   - beside: goes on meanwhile.
  ///   - drain: does all that is to be done now.
  func run(
    beside: @escaping @Sendable () async -> Void = {}, drain: @escaping @Sendable () async -> Void
  ) async throws {
    let lanes = (0..<count).map { _ in
      AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }
    let wake = { @Sendable in for lane in lanes { lane.continuation.yield() } }
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { for await _ in room.store.notifications(on: channel) { wake() } }
        group.addTask {
          repeat {
            wake()
            try? await room.effects.sleep(.seconds(2))
          } while !Task.isCancelled
        }
        group.addTask { await beside() }
        for lane in lanes {
          group.addTask { for await _ in lane.stream { await drain() } }
        }
      }
    }
  }
}
