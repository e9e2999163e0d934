import Egress
import Foundation
import HTTPTypes

/// Where an answer sends a request on to (RFC 9110, section 15.4).
enum Redirect {
  /// After so many a service goes in circles.
  static let most = 5

  /// - Parameter url: what was asked; `Location` may be relative to it.
  /// - Returns: `nil` when the answer sends nobody on, or to no `http` or `https` address.
  static func target(of status: Int, _ headers: HTTPFields, from url: String) -> String? {
    guard [301, 302, 303, 307, 308].contains(status), let location = headers[.location], let base = URL(string: url),
      let target = URL(string: location, relativeTo: base)?.absoluteString, Origin(target) != nil
    else { return nil }
    return target
  }

  /// The request for what lies there. It takes along which bytes are wanted, and nothing else that the service was told.
  static func request(to target: String, after request: OutboundRequest) -> OutboundRequest {
    var next = OutboundRequest(.get, target, timeout: request.timeout, responseLimit: request.responseLimit)
    for name in [HTTPField.Name.range, .acceptEncoding] { next.headers[name] = request.headers[name] }
    return next
  }
}
