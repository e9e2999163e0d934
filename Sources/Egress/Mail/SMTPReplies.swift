import NIOCore

/// Puts the lines of a server together to replies; what isn't one ends the connection.
struct SMTPReplies: ByteToMessageDecoder {
  typealias InboundOut = SMTPMachine.Reply

  /// A longer reply is none.
  private static let longest = 64 << 10
  private var lines: [String] = []
  private var bytes = 0

  mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
    guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
      guard buffer.readableBytes < Self.longest else { throw SMTPSyntaxError() }
      return .needMoreData
    }
    let line = buffer.readString(length: end - buffer.readableBytesView.startIndex + 1) ?? ""
    try take(line.trimmingLineEnd(), context)
    return .continue
  }

  mutating func decodeLast(
    context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
  ) throws -> DecodingState { .needMoreData }

  private mutating func take(_ line: String, _ context: ChannelHandlerContext) throws {
    guard let code = Int(line.prefix(3)), line.utf8.count >= 3, (200..<600).contains(code) else {
      throw SMTPSyntaxError()
    }
    bytes += line.utf8.count
    guard bytes < Self.longest else { throw SMTPSyntaxError() }
    lines.append(String(line.dropFirst(4)))
    guard line.dropFirst(3).first != "-" else { return }
    context.fireChannelRead(wrapInboundOut(SMTPMachine.Reply(code: code, lines: lines)))
    (lines, bytes) = ([], 0)
  }
}

struct SMTPSyntaxError: Error {}

extension String {
  fileprivate func trimmingLineEnd() -> String {
    var text = self
    while text.last?.isNewline ?? false { text.removeLast() }
    return text
  }
}
