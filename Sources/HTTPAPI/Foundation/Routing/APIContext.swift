package import Foundation
package import Hummingbird
package import Identity

/// What is known about one request besides the request itself. Made when it arrives, filled in on its way to the
/// handler.
package struct APIContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Who is calling; `nil` for nobody who proved it.
  package var principal: Principal?
  /// Names this request in logs, in the answer's `X-Request-Id` and in error bodies.
  package var requestID = ""
  /// When its head had arrived.
  package var receivedAt = Date(timeIntervalSince1970: 0)
  /// The address that the request comes from, without its port: the peer's, or what trusted proxies say; `nil` in tests
  /// that have no socket.
  package var remoteAddress: String?
  /// Whether somebody handed the request on who isn't trusted to say for whom.
  package var isObscured = false
  /// Whether ``remoteAddress`` was looked up already: requests within a request come from where that one came from.
  var isLocated = false
  /// The endpoint that answers; `nil` when no route matches.
  package var endpoint: Endpoint?
  /// The parts of the path that its template names, percent-decoded.
  package var pathParameters: [String: String] = [:]
  /// How many bytes of body the readers accept.
  package var bodyLimit = BodyLimit.standard
  /// Answers another request in this one's stead, as if it had arrived by itself; for requests that carry requests.
  package var dispatch: (@Sendable (Request) async throws -> Response)?

  package init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    remoteAddress = source.channel.remoteAddress?.ipAddress
  }
}
