import Egress
import HTTPTypes

/// A request to the service, before it is signed.
struct S3Request {
  var method: HTTPRequest.Method
  /// `nil` for the bucket itself.
  var key: String?
  var query: [(name: String, value: String)] = []
  /// Beside those of the signature; names in lower case.
  var headers: [(name: String, value: String)] = []
  var body = OutboundRequest.Body.none
  var timeout = Duration.seconds(60)

  /// How long a large body may take: as long as anybody has the patience to send or to read it.
  static let patience = Duration.seconds(24 * 3600)

  /// Whether it may be sent again after a failure: a stream can be read only once.
  var canBeRepeated: Bool {
    if case .stream = body { false } else { true }
  }
}
