package import Core
package import HTTPTypes

/// The answer to an ``OutboundRequest``: any status, redirects included. They are never followed here, because the
/// address behind one needs the caller's judgement before credentials go there.
package struct OutboundResponse: Sendable {
  package var status: Int
  package var headers: HTTPFields
  /// Pulled from the peer as fast as it is read. Dropping it without reading to the end closes the connection.
  package var body: ByteStream

  package init(status: Int, headers: HTTPFields = [:], body: ByteStream = ByteStream([])) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Whether the status is one of 200 to 299.
  package var isSuccess: Bool { (200..<300).contains(status) }
}
