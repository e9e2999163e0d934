import Synchronization

/// Hands notifications to those who listen in this process. Engines own one each.
package final class NotificationHub: Sendable {
  private struct Listeners {
    var lastNumber = 0
    var byChannel: [String: [Int: AsyncStream<Void>.Continuation]] = [:]
  }

  private let listeners = Mutex(Listeners())

  package init() {}

  /// One stream for each caller. Notifications that come while the listener is busy arrive as one.
  package func stream(on channel: String) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = listeners.withLock { listeners in
      listeners.lastNumber += 1
      listeners.byChannel[channel, default: [:]][listeners.lastNumber] = continuation
      return listeners.lastNumber
    }
    continuation.onTermination = { [weak self] _ in self?.forget(number, on: channel) }
    return stream
  }

  /// Wakes everybody who listens on one of the channels.
  package func publish(_ channels: some Sequence<String>) {
    let awake = listeners.withLock { listeners in
      channels.flatMap { listeners.byChannel[$0, default: [:]].values }
    }
    for continuation in awake { continuation.yield() }
  }

  /// Wakes everybody: after a connection was renewed, anything may have been missed.
  package func publishToAll() {
    publish(listeners.withLock { Array($0.byChannel.keys) })
  }

  /// Ends every stream, when the store closes.
  package func finish() {
    let all = listeners.withLock { listeners in
      let all = listeners.byChannel.values.flatMap(\.values)
      listeners.byChannel = [:]
      return all
    }
    for continuation in all { continuation.finish() }
  }

  private func forget(_ number: Int, on channel: String) {
    listeners.withLock { listeners in
      listeners.byChannel[channel]?[number] = nil
      if listeners.byChannel[channel]?.isEmpty == true { listeners.byChannel[channel] = nil }
    }
  }
}
