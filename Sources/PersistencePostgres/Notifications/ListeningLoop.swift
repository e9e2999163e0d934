import CPostgres
import Core
import Foundation
import Logging
import Persistence

/// The thread of a ``NotificationListener``: connects, listens, waits, connects again.
struct ListeningLoop: Sendable {
  private static let longestPause: Int32 = 5_000

  let uri: Secret
  let hub: NotificationHub
  let wake: WakePipe
  let logger: Logger

  /// Returns once the pipe was signalled.
  func run() {
    var pause: Int32 = 100
    while true {
      do {
        let handle = try listeningHandle()
        hub.publishToAll()
        pause = 100
        guard listen(on: handle) else { return }
        logger.info("The connection that listens for notifications was lost; connecting again")
      } catch {
        logger.debug("Can't listen for notifications yet", metadata: ["error": "\(error)"])
      }
      if wasSignalled(within: pause) { return }
      pause = min(pause * 2, Self.longestPause)
    }
  }

  private func listeningHandle() throws -> PostgresHandle {
    let handle = try PostgresHandle(uri: uri)
    let row = try handle.execute("select current_schema() as name", PostgresArguments([])).rows().first
    let channel = NotificationListener.serverChannel + (try row?.stringIfAny("name") ?? "")
    let quoted = "\"" + channel.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    try handle.execute("listen " + quoted)
    return handle
  }

  /// - Returns: `true` when the connection was lost, `false` when it is time to end.
  private func listen(on handle: PostgresHandle) -> Bool {
    while true {
      var descriptors = [
        pollfd(fd: PQsocket(handle.pointer), events: Int16(POLLIN), revents: 0),
        pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&descriptors, 2, -1) >= 0 || errno == EINTR else { return true }
      if descriptors[1].revents != 0 { return false }
      guard PQconsumeInput(handle.pointer) == 1, handle.isAlive else { return true }
      hub.publish(notifiedChannels(handle))
    }
  }

  private func notifiedChannels(_ handle: PostgresHandle) -> Set<String> {
    var channels: Set<String> = []
    while let notification = PQnotifies(handle.pointer) {
      channels.insert(String(cString: notification.pointee.extra))
      PQfreemem(notification)
    }
    return channels
  }

  private func wasSignalled(within milliseconds: Int32) -> Bool {
    var descriptors = [pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)]
    return poll(&descriptors, 1, milliseconds) > 0
  }
}
