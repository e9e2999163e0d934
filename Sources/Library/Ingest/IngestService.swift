import Core
package import Logging
import Persistence
import ServiceLifecycle

/// Looks at new files in the background: reads what they are and say, makes pictures, fills what the uploader left
/// open. On shutdown it finishes what is in hand; what a kill interrupts is taken up again when its lease lapses.
package struct IngestService: Service {
  private let worker: IngestWorker
  private let context: LibraryContext

  package init(library: Library, processing: MediaProcessing, settings: IngestSettings, logger: Logger) {
    context = library.context
    worker = IngestWorker(context: library.context, processing: processing, settings: settings, logger: logger)
  }

  /// Works until the server is shut down.
  package func run() async throws {
    var sinks: [AsyncStream<Void>.Continuation] = []
    var wakes: [AsyncStream<Void>] = []
    for _ in 0..<max(1, worker.settings.concurrency) {
      let (stream, sink) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      sinks.append(sink)
      wakes.append(stream)
    }
    await withDiscardingTaskGroup { [sinks, wakes] group in
      group.addTask { await listen(sinks) }
      group.addTask { await tick(sinks) }
      await withDiscardingTaskGroup { workers in
        for wake in wakes { workers.addTask { await work(wake) } }
      }
      group.cancelAll()
    }
  }

  /// Looks at everything that is due now, then returns; for tests and for commands that import.
  package func drain() async throws {
    try await worker.drain()
  }

  private func work(_ wakes: AsyncStream<Void>) async {
    for await _ in wakes.cancelOnGracefulShutdown() {
      do {
        try await worker.drain()
      } catch {
        worker.logger.warning("Ingest can't go on for now", metadata: ["reason": "\(error)"])
      }
    }
  }

  private func listen(_ sinks: [AsyncStream<Void>.Continuation]) async {
    for await _ in context.store.notifications(on: IngestQueue.channel) {
      for sink in sinks { sink.yield() }
    }
  }

  /// Notifications may be missed, and retries become due without one.
  private func tick(_ sinks: [AsyncStream<Void>.Continuation]) async {
    repeat {
      for sink in sinks { sink.yield() }
      try? await context.effects.sleep(.seconds(2))
    } while !Task.isCancelled
  }
}
