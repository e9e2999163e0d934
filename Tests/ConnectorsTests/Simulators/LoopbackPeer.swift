import Core
import Egress
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The simulator behind a real socket on loopback, reached through the real way out.
enum LoopbackPeer {
  /// - Parameter timeout: of every request; short ones find a slow peer.
  static func with<Value: Sendable>(
    _ simulator: MediaValetSimulator,
    slowness: @escaping @Sendable (MediaValetSimulator.Request) -> Duration? = { _ in nil },
    _ body: @escaping @Sendable (_ endpoint: String, Outbound) async throws -> Value
  ) async throws -> Value {
    let responder = CallbackResponder<BasicRequestContext> { request, _ in
      let bytes = try await request.body.collect(upTo: 16 << 20)
      let asked = MediaValetSimulator.Request(
        method: request.method.rawValue, target: request.uri.string, headers: request.headers,
        body: Array(bytes.readableBytesView))
      // A slow peer is what is tested here; no test waits by it.
      if let wait = slowness(asked) { try await Task.sleep(for: wait) }
      let answer = simulator.answer(asked)
      return Response(
        status: .init(code: answer.status), headers: answer.headers,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
    let (ports, told) = AsyncStream<Int>.makeStream()
    let server = Application(
      responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in told.yield(channel.localAddress?.port ?? 0) }, logger: quiet)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      var iterator = ports.makeAsyncIterator()
      let port = await iterator.next() ?? 0
      let endpoint = "http://127.0.0.1:\(port)"
      simulator.change { $0.base = endpoint }
      let service = try OutboundService(
        settings: OutboundSettings(rules: AddressRules(allowing: ["127.0.0.1"].compactMap { AllowedAddress($0) })),
        logger: quiet)
      let result: Result<Value, any Error>
      do { result = .success(try await body(endpoint, service.outbound)) } catch { result = .failure(error) }
      try await service.shutdown()
      group.cancelAll()
      return try result.get()
    }
  }

  private static var quiet: Logger {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }
}
