package import Hummingbird

/// What a request says its body is: type and subtype in lower case, without parameters.
package struct ContentType: Sendable, Equatable {
  package let essence: String

  /// - Returns: `nil` when the request doesn't say.
  package init?(_ request: Request) {
    guard let header = request.headers[.contentType] else { return nil }
    essence = header.prefix { $0 != ";" }.trimmingPrefix { $0 == " " }.lowercased().filter { $0 != " " }
  }

  package var isJSON: Bool { essence == "application/json" || essence.hasSuffix("+json") || essence == "text/json" }
  package var isForm: Bool { essence == "application/x-www-form-urlencoded" }
}
