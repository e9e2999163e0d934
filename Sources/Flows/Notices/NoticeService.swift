package import Core
package import Logging
import ServiceLifecycle

/// Looks every few seconds whether somebody is to be told something.
package struct NoticeService: Service {
  private let notices: Notices
  private let effects: Effects
  private let logger: Logger

  package init(notices: Notices, effects: Effects, logger: Logger) {
    self.notices = notices
    self.effects = effects
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while (try? await effects.sleep(.seconds(5))) != nil {
        do {
          try await notices.tell()
        } catch is CancellationError {
          return
        } catch {
          logger.warning("Notices of failures could not be told", metadata: ["error": "\(error)"])
        }
      }
    }
  }
}
