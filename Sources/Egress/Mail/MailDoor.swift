import Core
import NIOCore
import NIOPosix
import NIOSSL

/// Hands mails to one server, a connection for each.
///
/// Certificates are always verified. Addresses aren't judged here: the operator's own server may be at a private one, and
/// whoever hands in a server that somebody else entered asks ``AddressDoor`` first and names the address.
package struct MailDoor: Sendable {
  private let server: MailServer
  private let address: String
  private let trusted: [String]
  private let timeout: TimeAmount

  /// - Parameters:
  ///   - address: where to connect to, in the place of what the server's name resolves to.
  ///   - trustedCertificates: paths of PEM files with further authorities.
  ///   - timeout: for the whole exchange.
  package init(
    server: MailServer, address: String? = nil, trustedCertificates: [String] = [], timeout: Duration = .seconds(60)
  ) {
    self.server = server
    self.address = address ?? server.host
    trusted = trustedCertificates
    self.timeout = TimeAmount(timeout)
  }

  /// Hands a mail in.
  /// - Throws: ``SMTPError`` for everything that can go wrong.
  package func send(_ message: MailMessage) async throws(SMTPError) {
    do {
      let channel = try await connect()
      defer { channel.channel.close(promise: nil) }
      try await talk(on: channel, message)
    } catch let error as SMTPError {
      throw error
    } catch is SMTPSyntaxError {
      throw .unreadable(host: server.host)
    } catch let error as ChannelError {
      if case .connectTimeout = error { throw .timedOut(host: server.host) }
      throw .unreachable(host: server.host, reason: "\(error)")
    } catch {
      throw .unreachable(host: server.host, reason: "\(type(of: error))")
    }
  }

  private struct Talk {
    let channel: any Channel
    let replies: AsyncThrowingStream<SMTPMachine.Reply, any Error>
  }

  private func connect() async throws -> Talk {
    let (replies, continuation) = AsyncThrowingStream.makeStream(of: SMTPMachine.Reply.self)
    let tls = server.protection == .tls ? try context() : nil
    let host = server.host
    let limit = timeout
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(15))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls { try pipeline.addHandler(try Self.handler(tls, host)) }
          try pipeline.addHandler(ByteToMessageHandler(SMTPReplies()))
          try pipeline.addHandler(ReplyHandler(continuation))
          // The whole exchange ends at its time, whatever the server does.
          channel.eventLoop.scheduleTask(in: limit) {
            channel.pipeline.fireUserInboundEventTriggered(SMTPError.timedOut(host: host))
            channel.close(promise: nil)
          }
        }
      }
      .connect(host: address, port: server.port).get()
    return Talk(channel: channel, replies: replies)
  }

  private func talk(on talk: Talk, _ message: MailMessage) async throws {
    var machine = SMTPMachine(server: server, message: message, name: "weir.invalid")
    var replies = talk.replies.makeAsyncIterator()
    while let reply = try await replies.next() {
      var action = machine.received(reply)
      if action == .startTLS {
        replies = try await secure(talk.channel).makeAsyncIterator()
        action = machine.secured()
      }
      switch action {
      case .send(let lines): try await write(lines, to: talk.channel)
      case .sendMail:
        // A line that begins with a dot gets another one; a dot alone ends the mail.
        for piece in message.pieces {
          try await write(piece.text.map { $0.hasPrefix(".") ? "." + $0 : $0 }, to: talk.channel)
        }
        try await write(["."], to: talk.channel)
      case .done(let lines): return try await write(lines, to: talk.channel)
      case .fail(let error): throw error
      case .startTLS: throw SMTPError.unreadable(host: server.host)
      }
    }
    throw SMTPError.unreachable(host: server.host, reason: "it closed the connection")
  }

  /// Replies are read anew from here on. What somebody said in clear after the last answer, whole or in part, stays with
  /// the decoder and the stream that nobody listens to any more: it isn't to be believed.
  private func secure(_ channel: any Channel) async throws -> AsyncThrowingStream<SMTPMachine.Reply, any Error> {
    let (context, host) = (try context(), server.host)
    let (replies, continuation) = AsyncThrowingStream.makeStream(of: SMTPMachine.Reply.self)
    try await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.addHandlers(
        [
          try Self.handler(context, host), ByteToMessageHandler(SMTPReplies()), ReplyHandler(continuation),
        ], position: .first)
    }.get()
    return replies
  }

  private func write(_ lines: [String], to channel: any Channel) async throws {
    try await channel.writeAndFlush(ByteBuffer(string: lines.map { $0 + "\r\n" }.joined()))
  }

  private func context() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.additionalTrustRoots = try trusted.map { .certificates(try NIOSSLCertificate.fromPEMFile($0)) }
    return try NIOSSLContext(configuration: configuration)
  }

  private static func handler(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
    let isAddress = IPAddress(host) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
  }
}

/// Hands replies from the event loop to whoever talks.
private final class ReplyHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = SMTPMachine.Reply

  private let continuation: AsyncThrowingStream<SMTPMachine.Reply, any Error>.Continuation

  init(_ continuation: AsyncThrowingStream<SMTPMachine.Reply, any Error>.Continuation) {
    self.continuation = continuation
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    continuation.finish(throwing: error)
    context.close(promise: nil)
  }

  /// The time is over.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let error = event as? SMTPError { continuation.finish(throwing: error) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
}
