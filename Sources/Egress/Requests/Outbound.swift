/// The one door through which Weir talks to other servers, as a value that tests replace.
package struct Outbound: Sendable {
  /// Sends a request and answers as soon as the head of the answer is there.
  /// - Throws: ``OutboundError`` for what went wrong on the way, `CancellationError`, or whatever the request's own body
  ///   stream threw.
  package var send: @Sendable (OutboundRequest) async throws -> OutboundResponse

  package init(send: @escaping @Sendable (OutboundRequest) async throws -> OutboundResponse) {
    self.send = send
  }
}
