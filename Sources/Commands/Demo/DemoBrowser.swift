import Core
import Egress
import Foundation
import HTTPTypes

/// A person at a browser, as far as the demo needs one: keeps cookies, reads pages, sends forms, follows redirects.
///
/// The demo goes through the same doors as everybody; nothing is reached around them.
actor DemoBrowser {
  private let origin: String
  private let outbound: Outbound
  private var cookies: [String: String] = [:]

  /// - Parameter origin: the server, without a slash at the end.
  init(origin: String, outbound: Outbound) {
    self.origin = origin
    self.outbound = outbound
  }

  /// What came back, and from where.
  struct Answer {
    let status: Int
    let address: String
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// Reads a page, following redirects on this server.
  func open(_ address: String) async throws -> Answer {
    try await send(.get, address, type: nil, body: [])
  }

  /// Sends a form of the page that was read before, its hidden token included, and follows where it leads.
  func submit(_ fields: [String: String], to address: String, of page: Answer) async throws -> Answer {
    var fields = fields
    fields["csrf"] = try hiddenField("csrf", in: page)
    let pairs = fields.map { "\(Self.encode($0))=\(Self.encode($1))" }
    return try await send(
      .post, address, type: "application/x-www-form-urlencoded", body: Array(pairs.joined(separator: "&").utf8))
  }

  /// Calls the API as the person who is signed in.
  /// - Throws: ``DemoError/refused(_:status:answer:)`` unless the answer is a 2xx.
  func call(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, yaml: String? = nil) async throws
    -> JSONValue
  {
    let type = yaml == nil ? "application/json" : "application/yaml"
    let bytes = yaml.map { Array($0.utf8) } ?? body?.encoded() ?? []
    let answer = try await send(method, origin + path, type: bytes.isEmpty ? nil : type, body: bytes)
    guard (200..<300).contains(answer.status) else {
      throw DemoError.refused("\(method.rawValue) \(path)", status: answer.status, answer: answer.text)
    }
    return answer.body.isEmpty ? .null : try JSONValue(parsing: answer.body)
  }

  /// Signs in with the form.
  func signIn(userName: String, password: Secret) async throws {
    let page = try await open(origin + "/app/sign-in")
    let fields = ["userName": userName, "password": password.revealed, "returnTo": "/app"]
    let answer = try await submit(fields, to: origin + "/app/sign-in", of: page)
    guard answer.status == 200, answer.address.contains("/app/library") else {
      throw DemoError.refused("signing in as \(userName)", status: answer.status, answer: "")
    }
  }

  // MARK: HTTP

  private func send(_ method: HTTPRequest.Method, _ address: String, type: String?, body: [UInt8]) async throws
    -> Answer
  {
    var (method, address, type, body) = (method, absolute(address), type, body)
    for _ in 0..<10 {
      let response = try await outbound.send(request(method, address, type, body))
      for header in response.headers where header.name == .setCookie { keep(header.value) }
      let bytes = try await response.body.collect(upTo: 8 << 20)
      guard (300..<400).contains(response.status), let next = response.headers[.location] else {
        return Answer(status: response.status, address: address, body: bytes)
      }
      address = absolute(next)
      guard address.hasPrefix(origin) else { return Answer(status: response.status, address: address, body: bytes) }
      (method, type, body) = (.get, nil, [])
    }
    throw DemoError.refused(address, status: 310, answer: "Too many redirects.")
  }

  private func request(_ method: HTTPRequest.Method, _ address: String, _ type: String?, _ body: [UInt8])
    -> OutboundRequest
  {
    var headers: HTTPFields = [.accept: "*/*", .origin: origin]
    if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
    if let type { headers[.contentType] = type }
    return OutboundRequest(method, address, headers: headers, body: body.isEmpty ? .none : .bytes(body))
  }

  private func keep(_ header: String) {
    let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
    guard let name = pair.first else { return }
    let value = pair.count > 1 ? String(pair[1]) : ""
    cookies[String(name)] = value.isEmpty ? nil : value
  }

  private func absolute(_ address: String) -> String {
    address.hasPrefix("/") ? origin + address : address
  }

  /// A hidden field of a page of ours, whose HTML we know.
  private func hiddenField(_ name: String, in page: Answer) throws -> String {
    guard let start = page.text.range(of: "name=\"\(name)\" value=\""),
      let end = page.text.range(of: "\"", range: start.upperBound..<page.text.endIndex)
    else { throw DemoError.refused(page.address, status: page.status, answer: "The page has no form.") }
    return String(page.text[start.upperBound..<end.lowerBound])
  }

  private static func encode(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }
}
