import Connectors
import Core
import Egress
import Foundation
import HTTPTypes
import Synchronization

/// The way from a client to the simulator, with every way to lose something on it.
final class SimulatorNetwork: Sendable {
  /// What goes wrong with one request.
  enum Fault: Sendable {
    /// It never arrives.
    case lostBefore
    /// It arrives; the answer doesn't.
    case lostAfter
  }

  /// The process that makes the request dies there: nothing catches it but the test.
  struct Crash: Error {}

  let simulator: MediaValetSimulator
  /// Told the number of each request, counted from 1.
  let fault: @Sendable (_ number: Int, MediaValetSimulator.Request) -> Fault?
  private let count = Mutex(0)

  init(
    _ simulator: MediaValetSimulator,
    fault: @escaping @Sendable (_ number: Int, MediaValetSimulator.Request) -> Fault? = { _, _ in nil }
  ) {
    self.simulator = simulator
    self.fault = fault
  }

  var outbound: Outbound {
    Outbound { request in try await self.send(request) }
  }

  private func send(_ request: OutboundRequest) async throws -> OutboundResponse {
    let body: [UInt8] =
      switch request.body {
      case .none: []
      case .bytes(let bytes): bytes
      case .stream(let stream): try await stream.collect(upTo: 64 << 20)
      }
    let target = String(request.url.dropFirst("http://peer.test".count))
    let sent = MediaValetSimulator.Request(
      method: request.method.rawValue, target: target, headers: request.headers, body: body)
    let number = count.withLock { count in
      count += 1
      return count
    }
    let fault = fault(number, sent)
    if case .lostBefore? = fault {
      throw OutboundError.unreachable(host: "peer.test", reason: "connection reset", mayHaveReachedPeer: true)
    }
    let answer = simulator.answer(sent)
    if case .lostAfter? = fault { throw OutboundError.timedOut(host: "peer.test", mayHaveReachedPeer: true) }
    return OutboundResponse(status: answer.status, headers: answer.headers, body: ByteStream(answer.body))
  }
}
