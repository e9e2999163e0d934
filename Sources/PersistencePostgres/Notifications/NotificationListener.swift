import Core
import Foundation
import Logging
import Persistence
import Synchronization

/// Hears what other processes (and this one) notify, on a connection and a thread of its own.
///
/// It begins when somebody listens first. Whenever the connection had to be renewed everybody is woken, since anything
/// may have been missed.
final class NotificationListener: Sendable {
  /// One channel for all of Weir's, with the schema's name behind it, so that deployments which share a database don't
  /// wake each other; the payload is the room's own channel.
  static let serverChannel = "weir:"

  private enum Phase { case unused, running, closed }

  private let hub = NotificationHub()
  private let phase = Mutex(Phase.unused)
  private let uri: Secret
  private let logger: Logger
  private let wake: WakePipe?

  init(uri: Secret, logger: Logger) {
    self.uri = uri
    self.logger = logger
    wake = WakePipe()
  }

  deinit {
    close()
  }

  func stream(on channel: String) -> AsyncStream<Void> {
    let stream = hub.stream(on: channel)
    let isFirst = phase.withLock { phase in
      defer { if phase == .unused { phase = .running } }
      return phase == .unused
    }
    if isFirst { start() }
    if phase.withLock({ $0 == .closed }) { hub.finish() }
    return stream
  }

  func close() {
    phase.withLock { $0 = .closed }
    wake?.signal()
    hub.finish()
  }

  private func start() {
    guard let wake else { return }
    let loop = ListeningLoop(uri: uri, hub: hub, wake: wake, logger: logger)
    Thread.detachNewThread { loop.run() }
  }
}
