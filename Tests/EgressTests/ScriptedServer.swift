import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on loopback that answers each connection with the bytes a test wants, right or wrong.
struct ScriptedServer: Sendable {
  let port: Int
  /// The heads of the requests that arrived.
  let requests: RequestLog

  /// What a script works with: one connection.
  struct Exchange {
    let head: String
    /// The bytes that arrived after the head, as far as they came with it.
    var early: [UInt8]
    var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    func write(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    func write(bytes count: Int) async throws { try await outbound.write(ByteBuffer(repeating: 0x61, count: count)) }

    /// Reads until `count` bytes of body have arrived.
    mutating func readBody(_ count: Int) async throws -> Int {
      var received = early.count
      while received < count, let chunk = try await inbound.next(isolation: #isolation) {
        received += chunk.readableBytes
      }
      return received
    }

    /// Answers nothing until the client goes away.
    mutating func waitForEnd() async throws { _ = try await readBody(.max) }
  }

  final class RequestLog: Sendable {
    private let heads = Mutex<[String]>([])
    var all: [String] { heads.withLock { $0 } }
    func append(_ head: String) { heads.withLock { $0.append(head) } }
  }

  /// Runs a server while `body` works with it.
  static func serving(
    tls: NIOSSLContext? = nil, _ script: @escaping @Sendable (inout Exchange) async throws -> Void,
    while body: (ScriptedServer) async throws -> Void
  ) async throws {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Read from once somebody serves it: one that is accepted while the server stops is nobody's.
      .childChannelOption(.autoRead, value: false)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          return channel
        }
      }
    let server = ScriptedServer(port: listener.channel.localAddress?.port ?? 0, requests: RequestLog())
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await listener.executeThenClose { connections in
          await withDiscardingTaskGroup { open in
            do {
              for try await connection in connections {
                open.addTask { try? await server.serve(connection, script) }
              }
            } catch {}
            open.cancelAll()
          }
        }
      }
      try await body(server)
      group.cancelAll()
    }
  }

  private func serve(
    _ channel: any Channel, _ script: (inout Exchange) async throws -> Void
  ) async throws {
    let connection = try await channel.eventLoop.submit {
      try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
    }.get()
    try await connection.executeThenClose { inbound, outbound in
      try await channel.setOption(.autoRead, value: true).get()
      var iterator = inbound.makeAsyncIterator()
      var received: [UInt8] = []
      while true {
        if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
          let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
          requests.append(head)
          var exchange = Exchange(
            head: head, early: Array(received[end.upperBound...]), inbound: iterator, outbound: outbound)
          return try await script(&exchange)
        }
        guard let chunk = try await iterator.next() else { return }
        received.append(contentsOf: chunk.readableBytesView)
      }
    }
  }
}
