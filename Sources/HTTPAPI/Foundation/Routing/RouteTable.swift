import Core
import Foundation
import HTTPTypes

/// Finds the endpoint of a request. Pure: from method and path to a match.
///
/// Literal segments win over captured ones, and a capture over "all that follows"; when the better node doesn't serve
/// the method, the next best is asked. The order of registration means nothing.
struct RouteTable: Sendable {
  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var capture: Int?
    var rest: Int?
    var endpoints: [HTTPRequest.Method: Entry] = [:]
  }

  private struct Entry: Sendable {
    let endpoint: Endpoint
    /// What the captured segments are called.
    let names: [String]
  }

  /// Every endpoint, in the order of registration.
  let endpoints: [Endpoint]
  private var nodes: [Node] = [Node()]

  /// - Throws: ``RouteConflict`` when two endpoints answer the same method and path, or share an operation id.
  init(_ endpoints: [Endpoint]) throws(RouteConflict) {
    self.endpoints = endpoints
    var operations: [String: Endpoint] = [:]
    for endpoint in endpoints {
      if let other = operations.updateValue(endpoint, forKey: endpoint.operationID) {
        throw RouteConflict(first: other, second: endpoint)
      }
      let template = PathTemplate(endpoint.path)
      let entry = Entry(endpoint: endpoint, names: template.parameterNames)
      if let other = nodes[insert(template)].endpoints.updateValue(entry, forKey: endpoint.method) {
        throw RouteConflict(first: other.endpoint, second: endpoint)
      }
    }
  }

  private mutating func insert(_ template: PathTemplate) -> Int {
    var index = 0
    for segment in template.segments {
      if let next = child(of: index, for: segment) {
        index = next
        continue
      }
      nodes.append(Node())
      let added = nodes.count - 1
      switch segment {
      case .literal(let text): nodes[index].literals[text] = added
      case .capture: nodes[index].capture = added
      case .rest: nodes[index].rest = added
      }
      index = added
    }
    return index
  }

  private func child(of index: Int, for segment: PathTemplate.Segment) -> Int? {
    switch segment {
    case .literal(let text): nodes[index].literals[text]
    case .capture: nodes[index].capture
    case .rest: nodes[index].rest
    }
  }

  /// - Parameter path: as it stands in the request, percent-encoded, without its query.
  func match(_ method: HTTPRequest.Method, _ path: String) -> RouteMatch {
    let segments = path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
    var allowed: Set<HTTPRequest.Method> = []
    var found: RouteMatch?
    visit(0, segments[...], captured: []) { index, captured in
      let served = nodes[index].endpoints
      allowed.formUnion(served.keys)
      guard let entry = served[method] ?? (method == .head ? served[.get] : nil) else { return false }
      let parameters = Dictionary(zip(entry.names, captured), uniquingKeysWith: { first, _ in first })
      found = .endpoint(entry.endpoint, parameters)
      return true
    }
    if let found { return found }
    if allowed.isEmpty { return .notFound }
    if allowed.contains(.get) { allowed.insert(.head) }
    allowed.insert(.options)
    return .methodNotAllowed(allowed: allowed.sorted { $0.rawValue < $1.rawValue })
  }

  /// Calls `take` with every node that the whole path leads to, best first, until it answers true.
  @discardableResult
  private func visit(
    _ index: Int, _ segments: ArraySlice<String>, captured: [String], take: (Int, [String]) -> Bool
  ) -> Bool {
    let node = nodes[index]
    guard let segment = segments.first else {
      return !node.endpoints.isEmpty && take(index, captured)
    }
    let others = segments.dropFirst()
    if let next = node.literals[segment.lowercased()], visit(next, others, captured: captured, take: take) {
      return true
    }
    if let next = node.capture, visit(next, others, captured: captured + [segment], take: take) { return true }
    if let next = node.rest { return take(next, captured + [segments.joined(separator: "/")]) }
    return false
  }
}
