public import HTTPTypes

/// How the client reaches the network. Conform your own HTTP client to it.
///
/// A transport doesn't follow redirects, doesn't retry and adds no credentials: the client decides all three.
public protocol MediaValetTransport: Sendable {
  /// Sends one request and answers with whatever the peer said, error statuses included.
  /// - Throws: ``TransportFailure`` when there is no answer.
  func send(_ request: MediaValetRequest) async throws -> MediaValetResponse
}

/// One HTTP request of the client, complete with its headers.
public struct MediaValetRequest: Sendable {
  /// The HTTP method.
  public let method: HTTPRequest.Method
  /// The whole URL, query included. An upload URL carries its own signature: don't log it.
  public let url: String
  /// Every header, `Authorization` included where the request needs it.
  public let headers: HTTPFields
  /// The body; empty for none. Never larger than one block of an upload.
  public let body: [UInt8]
}

/// The answer to one ``MediaValetRequest``.
public struct MediaValetResponse: Sendable {
  /// The HTTP status.
  public let status: Int
  /// The headers of the answer.
  public let headers: HTTPFields
  /// The whole body; answers of the API are small.
  public let body: [UInt8]

  /// An answer as the transport got it.
  public init(status: Int, headers: HTTPFields, body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// There was no answer: the peer couldn't be reached, or fell silent.
public struct TransportFailure: Error, Sendable {
  /// What happened, in one sentence without secrets.
  public let reason: String
  /// Whether the peer may have acted on the request although it didn't answer. `false` only when that is certain.
  public let mayHaveArrived: Bool

  /// Says that a request got no answer.
  public init(reason: String, mayHaveArrived: Bool) {
    self.reason = reason
    self.mayHaveArrived = mayHaveArrived
  }
}
