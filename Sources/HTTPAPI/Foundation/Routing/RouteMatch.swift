import HTTPTypes

/// What a method and a path lead to.
enum RouteMatch: Sendable {
  /// The endpoint, and the parts of the path that its template names.
  case endpoint(Endpoint, [String: String])
  /// The path is known, and answers other methods.
  case methodNotAllowed(allowed: [HTTPRequest.Method])
  case notFound
}

/// Two endpoints that can't be told apart. A fault of the program, found when it starts.
package struct RouteConflict: Error, CustomStringConvertible {
  let first: Endpoint
  let second: Endpoint

  package var description: String {
    "\(first.method) \(first.path) (\(first.operationID)) clashes with "
      + "\(second.method) \(second.path) (\(second.operationID))."
  }
}
