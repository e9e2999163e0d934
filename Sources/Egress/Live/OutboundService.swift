import AsyncHTTPClient
import Core
import HTTPTypes
package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// The live door outward, over HTTP/1.1 and HTTP/2.
///
/// What holds: hosts at internal addresses are refused unless listed, judged before connecting and once more on the
/// open socket (see `PeerGate`); redirects are never followed; certificates are always verified; the exchange ends at the
/// request's time-out, or earlier when the peer falls silent; bodies are pulled, both ways.
///
/// ``shutdown()`` must be called, or ``run()`` be run to its end, before the last reference goes.
package final class OutboundService: Service {
  private let settings: OutboundSettings
  private let resolver: HostResolver
  private let threads: NIOThreadPool
  private let logger: Logger
  /// For hosts that may be at public addresses and allowed networks only.
  private let open: HTTPClient
  /// For hosts that the administrator lists by name. Apart, so that no other name can be led to their addresses.
  private let listed: HTTPClient
  private let listedGate: PeerGate

  /// - Parameter resolver: for tests; `nil` is the system's.
  /// - Throws: ``OutboundError/tlsFailed(host:reason:)`` when a trusted certificate can't be read.
  package init(
    settings: OutboundSettings, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    resolver: HostResolver? = nil, logger: Logger
  ) throws {
    self.settings = settings
    self.logger = logger
    let configuration = try ClientConfiguration.make(settings)
    threads = NIOThreadPool(numberOfThreads: 4)
    threads.start()
    self.resolver = resolver ?? .system(on: threads)
    listedGate = PeerGate(rules: AddressRules())
    open = HTTPClient(
      eventLoopGroup: group, configuration: configuration.guarded(by: PeerGate(rules: settings.rules)))
    listed = HTTPClient(eventLoopGroup: group, configuration: configuration.guarded(by: listedGate))
  }

  /// The door as a value, to be handed to the rooms.
  package var outbound: Outbound {
    Outbound { request in try await self.send(request) }
  }

  /// Waits for the graceful stop, then closes all connections.
  package func run() async throws {
    try? await gracefulShutdown()
    try await shutdown()
  }

  /// Closes all connections; requests in flight fail.
  package func shutdown() async throws {
    try await open.shutdown()
    try await listed.shutdown()
    try await threads.shutdownGracefully()
  }

  private func send(_ request: OutboundRequest) async throws -> OutboundResponse {
    let deadline = NIODeadline.now() + TimeAmount(clamping: request.timeout)
    let destination = try Destination(request.url)
    let client = try await client(for: destination)
    do {
      let response = try await client.execute(prepare(request), deadline: deadline)
      return try answer(response, to: request, from: destination, by: deadline)
    } catch {
      let outward = ErrorTranslation(host: destination.host).translate(error)
      logger.debug(
        "outbound request failed",
        metadata: ["url": "\(Redaction.url(request.url))", "error": "\((outward as? OutboundError)?.code ?? "other")"])
      throw outward
    }
  }

  private func client(for destination: Destination) async throws -> HTTPClient {
    let (host, port) = (destination.host, destination.port)
    let isListed = settings.rules.trusts(host: host, port: port)
    let addresses = try await resolve(host)
    if isListed {
      listedGate.admit(addresses, port: port)
      return listed
    }
    if let refused = addresses.first(where: { !settings.rules.allows($0, port: port) }) {
      throw OutboundError.addressRefused(host: host, address: refused.description)
    }
    return open
  }

  private func resolve(_ host: String) async throws -> [IPAddress] {
    if let literal = IPAddress(host) { return [literal] }
    let addresses = try await TimeLimit.run(settings.connectTimeout) { [resolver] in
      try await resolver.addresses(host)
    } orThrow: {
      OutboundError.timedOut(host: host, mayHaveReachedPeer: false)
    }
    guard !addresses.isEmpty else {
      throw OutboundError.unreachable(host: host, reason: "its name has no address", mayHaveReachedPeer: false)
    }
    return addresses
  }

  private func prepare(_ request: OutboundRequest) -> HTTPClientRequest {
    var prepared = HTTPClientRequest(url: request.url)
    prepared.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers { prepared.headers.add(name: field.name.rawName, value: field.value) }
    if !prepared.headers.contains(name: "user-agent") {
      prepared.headers.add(name: "user-agent", value: settings.userAgent)
    }
    switch request.body {
    case .none: break
    case .bytes(let bytes): prepared.body = .bytes(ByteBuffer(bytes: bytes))
    case .stream(let stream):
      prepared.body = .stream(stream, length: stream.length.map { .known($0) } ?? .unknown)
    }
    return prepared
  }

  private func answer(
    _ response: HTTPClientResponse, to request: OutboundRequest, from destination: Destination, by deadline: NIODeadline
  ) throws -> OutboundResponse {
    var headers = HTTPFields()
    for (name, value) in response.headers {
      guard let name = HTTPField.Name(name) else { continue }
      headers.append(HTTPField(name: name, value: value))
    }
    let announced = request.method == .head ? nil : headers[.contentLength].flatMap { Int64($0) }
    if let announced, announced > Int64(request.responseLimit) {
      throw OutboundError.responseTooLarge(host: destination.host, limit: request.responseLimit)
    }
    let body = ResponseBody(
      base: response.body, host: destination.host, limit: request.responseLimit, deadline: deadline,
      idleTimeout: TimeAmount(clamping: settings.idleTimeout))
    return OutboundResponse(
      status: Int(response.status.code), headers: headers, body: ByteStream(length: announced, body))
  }
}
