import Core
import Egress
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Any service on a real socket on loopback, reached through the real way out. It answers what a closure says, and
/// remembers what it was asked.
final class LoopbackService: Sendable {
  struct Asked: Sendable {
    let method: String
    let path: String
    let query: [String: String]
    let headers: HTTPFields
    let body: [UInt8]

    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
  }

  struct Answer: Sendable {
    var status = 200
    var headers: HTTPFields = [:]
    var body: [UInt8] = []

    static func json(_ value: JSONValue, status: Int = 200, headers: HTTPFields = [:]) -> Answer {
      Answer(status: status, headers: headers, body: value.encoded())
    }
  }

  private let log = Mutex<[Asked]>([])
  private let answer: @Sendable (Asked, _ endpoint: String) -> Answer

  init(_ answer: @escaping @Sendable (Asked, _ endpoint: String) -> Answer) {
    self.answer = answer
  }

  var asked: [Asked] { log.withLock { $0 } }

  func run<Value: Sendable>(
    _ body: @escaping @Sendable (_ endpoint: String, Outbound) async throws -> Value
  ) async throws -> Value {
    let base = Mutex("")
    let responder = CallbackResponder<BasicRequestContext> { request, _ in
      let bytes = try await request.body.collect(upTo: 64 << 20)
      let pairs = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
      let asked = Asked(
        method: request.method.rawValue, path: request.uri.path,
        query: Dictionary(pairs, uniquingKeysWith: { $0 + "," + $1 }), headers: request.headers,
        body: Array(bytes.readableBytesView))
      self.log.withLock { $0.append(asked) }
      let answer = self.answer(asked, base.withLock { $0 })
      return Response(
        status: .init(code: answer.status), headers: answer.headers,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
    let (ports, told) = AsyncStream<Int>.makeStream()
    let server = Application(
      responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in told.yield(channel.localAddress?.port ?? 0) }, logger: Self.quiet)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      var iterator = ports.makeAsyncIterator()
      let endpoint = "http://127.0.0.1:\(await iterator.next() ?? 0)"
      base.withLock { $0 = endpoint }
      let service = try OutboundService(
        settings: OutboundSettings(rules: AddressRules(allowing: ["127.0.0.1"].compactMap { AllowedAddress($0) })),
        logger: Self.quiet)
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
