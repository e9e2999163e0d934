package import Core
package import HTTPTypes

/// One HTTP request to somebody else's server.
///
/// ```swift
/// let request = OutboundRequest(.post, "https://login.example.com/connect/token", body: .bytes(form), timeout: .seconds(30))
/// ```
package struct OutboundRequest: Sendable {
  package var method: HTTPRequest.Method
  /// Absolute, `http` or `https`.
  package var url: String
  package var headers: HTTPFields
  package var body: Body
  /// How long the whole exchange may take, from resolving the name to the last byte of the answer.
  package var timeout: Duration
  /// How many bytes of answer are taken before it is refused.
  package var responseLimit: Int

  package init(
    _ method: HTTPRequest.Method, _ url: String, headers: HTTPFields = [:], body: Body = .none,
    timeout: Duration = .seconds(60), responseLimit: Int = 8 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.responseLimit = responseLimit
  }

  /// What is sent along.
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// Pulled as fast as the peer takes it. With a length it is sent as `Content-Length`, else chunked. Read once, so
    /// such a request can't be repeated as it is.
    case stream(ByteStream)
  }
}
