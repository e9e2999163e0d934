import CPostgres
import Core
import Foundation
import Logging
import Persistence

/// The thread of ``PostgresNotifications``: connects, listens, tells, waits, connects again.
struct NotificationLoop: Sendable {
  private static let longestPause: Int32 = 5_000

  let uri: Secret
  let hub: NotificationHub
  let outbox: NotificationOutbox
  let wake: WakePipe
  let logger: Logger

  /// Returns once the outbox is closed.
  func run() {
    var pause: Int32 = 100
    defer { outbox.end() }
    while !outbox.isClosed {
      do {
        let (handle, channel) = try listeningHandle()
        outbox.setConnected(true)
        hub.publishToAll()
        pause = 100
        guard serve(handle, channel) else { return }
        logger.info("The connection for notifications was lost; connecting again")
      } catch {
        logger.debug("Can't listen for notifications yet", metadata: ["error": "\(error)"])
      }
      outbox.setConnected(false)
      rest(pause)
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// - Returns: the connection, and the server's channel that it listens on.
  private func listeningHandle() throws -> (PostgresHandle, channel: String) {
    let handle = try PostgresHandle(uri: uri)
    // Nobody needs to find on disk that something was told.
    try handle.execute("set synchronous_commit = off")
    let row = try handle.execute("select current_schema() as name", PostgresArguments([])).rows().first
    let channel = PostgresNotifications.serverChannel + (try row?.stringIfAny("name") ?? "")
    let quoted = "\"" + channel.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    try handle.execute("listen " + quoted)
    return (handle, channel)
  }

  /// - Returns: `true` when the connection was lost, `false` when it is time to end.
  private func serve(_ handle: PostgresHandle, _ channel: String) -> Bool {
    while true {
      let isClosed = outbox.isClosed
      guard tell(outbox.take(), on: channel, handle) else { return true }
      if isClosed { return false }
      guard PQconsumeInput(handle.pointer) == 1, handle.isAlive else { return true }
      hub.publish(heard(handle))
      var descriptors = [
        pollfd(fd: PQsocket(handle.pointer), events: Int16(POLLIN), revents: 0),
        pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&descriptors, 2, -1) >= 0 || errno == EINTR else { return true }
      if descriptors[1].revents != 0 { wake.drain() }
    }
  }

  /// - Returns: whether the connection held. What it couldn't tell is dropped with it: others look from time to time.
  private func tell(_ channels: Set<String>, on channel: String, _ handle: PostgresHandle) -> Bool {
    for payload in channels {
      let arguments = PostgresArguments([.text(channel), .text(payload)])
      guard (try? handle.execute("select pg_notify($1, $2)", arguments)) != nil else { return false }
    }
    return true
  }

  /// What others have notified. What this process did was heard in it at once.
  private func heard(_ handle: PostgresHandle) -> Set<String> {
    let own = PQbackendPID(handle.pointer)
    var channels: Set<String> = []
    while let notification = PQnotifies(handle.pointer) {
      if notification.pointee.be_pid != own { channels.insert(String(cString: notification.pointee.extra)) }
      PQfreemem(notification)
    }
    return channels
  }

  private func rest(_ milliseconds: Int32) {
    var descriptors = [pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)]
    if poll(&descriptors, 1, milliseconds) > 0 { wake.drain() }
  }
}
