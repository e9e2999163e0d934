import Hummingbird

/// Which state of the MediaValet API a client was written for (`x-mv-api-version`).
enum WireVersion: String, Comparable, Sendable {
  /// No attributes of type Status; "not permitted" is a 401.
  case v1_0 = "1.0"
  /// Attributes of type Status.
  case v1_1 = "1.1"
  /// Permissions as a flat list; "not permitted" is a 403.
  case v1_2 = "1.2"

  /// A missing or unknown version counts as 1.0, as the service does.
  init(_ request: Request) {
    self = request.headers[.mediaValetVersion].flatMap(WireVersion.init(rawValue:)) ?? .v1_0
  }

  static func < (left: WireVersion, right: WireVersion) -> Bool { left.rawValue < right.rawValue }
}
