import Core
import Egress
import Foundation
import HTTPTypes
import Synchronization

/// Plays the service of a fixture: answers its exchanges in order, and notes what was asked otherwise.
final class FixturePeer: Sendable {
  private let exchanges: [FixtureExchange]
  private let state = Mutex<(next: Int, differences: [String])>((0, []))

  init(_ exchanges: [FixtureExchange]) {
    self.exchanges = exchanges
  }

  /// What was asked otherwise than the fixture says, and what wasn't asked at all.
  var differences: [String] {
    state.withLock { state in
      let left = exchanges.dropFirst(state.next)
      return state.differences + left.map { "line \($0.line): \($0.method) \($0.url) was never sent" }
    }
  }

  var outbound: Outbound {
    Outbound { request in
      let body: [UInt8] =
        switch request.body {
        case .none: []
        case .bytes(let bytes): bytes
        case .stream(let stream): try await stream.collect(upTo: 16 << 20)
        }
      let exchange = self.state.withLock { state -> FixtureExchange? in
        guard self.exchanges.indices.contains(state.next) else {
          state.differences.append("\(request.method.rawValue) \(request.url) was sent, and nothing more is expected")
          return nil
        }
        let exchange = self.exchanges[state.next]
        state.next += 1
        state.differences += Self.differences(request, body, exchange).map { "line \(exchange.line): \($0)" }
        return exchange
      }
      guard let exchange else { return OutboundResponse(status: 500) }
      var headers = HTTPFields()
      for (name, value) in exchange.answerHeaders {
        if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
      }
      return OutboundResponse(status: exchange.status, headers: headers, body: ByteStream(Array(exchange.answer.utf8)))
    }
  }

  private static func differences(
    _ request: OutboundRequest, _ body: [UInt8], _ wanted: FixtureExchange
  ) -> [String] {
    var found: [String] = []
    if request.method.rawValue != wanted.method {
      found.append("method is \(request.method.rawValue), expected \(wanted.method)")
    }
    let (asked, expected) = (Target(request.url), Target(wanted.url))
    if (wanted.url.hasPrefix("/") ? asked.path : asked.base)
      != (wanted.url.hasPrefix("/") ? expected.path : expected.base)
    {
      found.append("url is \(request.url), expected \(wanted.url)")
    }
    let query = wanted.query.map(Target.texts) ?? (expected.query.isEmpty ? nil : expected.query)
    if let query, query != asked.query {
      found.append("query is \(Target.shown(asked.query)), expected \(Target.shown(query))")
    }
    for (name, value) in wanted.headers.sorted(by: { $0.key < $1.key }) {
      let sent = HTTPField.Name(name).flatMap { request.headers[$0] }
      // Credentials are the connection's affair, not the connector's.
      if name.lowercased() == "authorization" ? sent == nil : sent != value {
        found.append("header \(name) is \(sent ?? "missing"), expected \(value)")
      }
    }
    if let wantedBody = wanted.body, let difference = difference(body, wantedBody, request.headers[.contentType]) {
      found.append(difference)
    }
    return found
  }

  private static func difference(_ body: [UInt8], _ wanted: JSONValue, _ type: String?) -> String? {
    let text = String(decoding: body, as: UTF8.self)
    let sent: JSONValue
    if let form = type, form.hasPrefix("application/x-www-form-urlencoded"), wanted.objectValue != nil {
      sent = .object(JSONObject(Target("?" + text).query.map { ($0.key, JSONValue.string($0.value)) }))
    } else if wanted.stringValue == nil, let json = try? JSONValue(parsing: body) {
      sent = json
    } else {
      sent = .string(text)
    }
    return sent == wanted ? nil : "body is \(sent.serialized()), expected \(wanted.serialized())"
  }
}

/// An address taken apart for comparison: the order of parameters doesn't count.
private struct Target {
  /// Without the query.
  let base: String
  /// From the path on, without the query.
  let path: String
  let query: [String: String]

  init(_ url: String) {
    let pieces = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    base = pieces.first ?? ""
    let parts = base.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    path = base.hasPrefix("/") ? base : "/" + (parts.count > 3 ? String(parts[3]) : "")
    var query: [String: String] = [:]
    for pair in (pieces.count > 1 ? pieces[1] : "").split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.replacing("+", with: "%20").removingPercentEncoding ?? String($0) }
      let value = sides.count > 1 ? sides[1] : ""
      query[sides[0]] = query[sides[0]].map { $0 + "," + value } ?? value
    }
    self.query = query
  }

  /// What a fixture writes, as text; several values of one name with commas.
  static func texts(_ object: JSONObject) -> [String: String] {
    let pairs = object.map { name, value in
      (name, (value.arrayValue ?? [value]).compactMap(\.scalarText).joined(separator: ","))
    }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  static func shown(_ query: [String: String]) -> String {
    "{" + query.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
  }
}
