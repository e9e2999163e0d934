import Core
import Foundation
import Logging
import Persistence
import ServiceLifecycle

/// Looks every few seconds whether somebody is to be told of a connection, and forgets old events once an hour.
package struct ConnectionNoticeService: Service {
  private let notices: ConnectionNotices

  package init(notices: ConnectionNotices) {
    self.notices = notices
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var pruned = Date.distantPast
      while (try? await notices.effects.sleep(.seconds(5))) != nil {
        do {
          try await notices.tell()
          let now = notices.effects.now()
          guard now.timeIntervalSince(pruned) >= 3600 else { continue }
          try await notices.store.write { try ConnectionEventStore.prune(at: now, in: $0) }
          pruned = now
        } catch is CancellationError {
          return
        } catch {
          let code = (error as? any CodedError)?.code ?? "unknown"
          notices.logger.warning("Notices of connections could not be told", metadata: ["error": "\(code)"])
        }
      }
    }
  }
}
