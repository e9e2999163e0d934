package import Core
package import Logging
import ServiceLifecycle

/// Sweeps the process log once an hour, beginning some minutes after the start.
package struct RetentionService: Service {
  private let sweep: LogSweep
  private let effects: Effects
  private let logger: Logger

  package init(sweep: LogSweep, effects: Effects, logger: Logger) {
    self.sweep = sweep
    self.effects = effects
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var pause = Duration.seconds(300)
      while (try? await effects.sleep(pause)) != nil {
        pause = .seconds(3600)
        do {
          let gone = try await sweep.sweep()
          if gone > 0 { logger.info("Runs were taken out of the process log", metadata: ["runs": "\(gone)"]) }
        } catch is CancellationError {
          return
        } catch {
          logger.warning("The process log could not be swept", metadata: ["error": "\(error)"])
        }
      }
    }
  }
}
