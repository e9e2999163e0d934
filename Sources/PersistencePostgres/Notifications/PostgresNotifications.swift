import Core
import Foundation
import Logging
import Persistence

/// Tells other processes what was notified here and hears what they notify, on a connection and a thread of its own.
///
/// What is told isn't part of the transactions that ask for it: PostgreSQL lets transactions that notify commit one at a
/// time only, each waiting for the disk. So it is told right after the commit, to this process at once and to others
/// in one statement for all that came meanwhile. A process that dies in between tells nobody; it is a hint.
///
/// The thread begins with the first call. Whenever the connection had to be renewed everybody is woken, since anything
/// may have been missed.
final class PostgresNotifications: Sendable {
  /// One channel for all of Weir's, with the schema's name behind it, so that deployments which share a database don't
  /// wake each other; the payload is the room's own channel.
  static let serverChannel = "weir:"

  private let hub = NotificationHub()
  private let outbox = NotificationOutbox()
  private let uri: Secret
  private let logger: Logger
  private let wake: WakePipe?

  init(uri: Secret, logger: Logger) {
    self.uri = uri
    self.logger = logger
    wake = WakePipe()
  }

  deinit {
    outbox.close()
    wake?.signal()
    hub.finish()
  }

  func stream(on channel: String) -> AsyncStream<Void> {
    let stream = hub.stream(on: channel)
    begin()
    if outbox.isClosed { hub.finish() }
    return stream
  }

  /// Wakes who listens on these channels, here and elsewhere. To be called once the transaction is committed.
  func announce(_ channels: Set<String>) {
    guard !channels.isEmpty else { return }
    hub.publish(channels)
    begin()
    if outbox.add(channels) { wake?.signal() }
  }

  /// Tells what is left to be told, as far as the server can be reached.
  func close() async {
    outbox.close()
    wake?.signal()
    await outbox.sent()
    hub.finish()
  }

  private func begin() {
    guard let wake, outbox.begin() else { return }
    let loop = NotificationLoop(uri: uri, hub: hub, outbox: outbox, wake: wake, logger: logger)
    Thread.detachNewThread { loop.run() }
  }
}
