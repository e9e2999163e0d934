import Core
import Egress
import Foundation
import HTTPTypes

/// A log-in with its values at hand: the requests, and how the answers read.
struct SessionLogin: Sendable {
  let template: SessionTemplate
  let settings: SessionSettings
  /// All values of the form, the secret ones among them.
  let values: [String: String]
  let secrets: [Secret]
  /// The connection's address, without a slash at its end.
  let endpoint: String

  /// The request that logs in.
  func request(timeout: Duration) -> OutboundRequest {
    var login = template.login
    if let url = settings.loginURL { login.url = url }
    return outbound(login, timeout)
  }

  /// The request that tells whether a session is good, without the session; `nil` where there is none.
  func validityRequest(timeout: Duration) -> OutboundRequest? {
    guard var validity = template.validity ?? settings.validityURL.map({ SessionRequest(method: "GET", url: $0) })
    else { return nil }
    if let url = settings.validityURL { validity.url = url }
    return outbound(validity, timeout)
  }

  private func outbound(_ request: SessionRequest, _ timeout: Duration) -> OutboundRequest {
    var url = fill(request.url, escaped: true)
    let query = request.query.sorted { $0.key < $1.key }.map { ($0.key, fill($0.value)) }
    if !query.isEmpty { url += (url.contains("?") ? "&" : "?") + FormEncoding.encode(query) }
    var headers: HTTPFields = [.accept: "application/json"]
    for (name, value) in request.headers { HTTPField.Name(name).map { headers[$0] = fill(value) } }
    var body = OutboundRequest.Body.none
    switch request.body {
    case .none: break
    case .form(let form):
      headers[.contentType] = "application/x-www-form-urlencoded"
      let pairs = form.sorted { $0.key < $1.key }.map { ($0.key, fill($0.value)) }
      body = .bytes(Array(FormEncoding.encode(pairs).utf8))
    case .json(let json):
      headers[.contentType] = "application/json"
      body = .bytes(Array(fill(json).serialized().utf8))
    }
    return OutboundRequest(
      HTTPRequest.Method(request.method) ?? .post, url, headers: headers, body: body, timeout: timeout,
      responseLimit: TokenClient.largestReply)
  }

  private func fill(_ json: JSONValue) -> JSONValue {
    switch json {
    case .string(let text): .string(fill(text))
    case .array(let elements): .array(elements.map(fill))
    case .object(let object): .object(object.mapValues(fill))
    default: json
    }
  }

  /// `${fields.name}` and `${endpoint}`, and `{name}` as people know it from elsewhere.
  private func fill(_ text: String, escaped: Bool = false) -> String {
    var filled = Placeholders.fill(text) { name in
      if name == "endpoint" { return endpoint }
      guard name.hasPrefix("fields.") else { return nil }
      let value = values[String(name.dropFirst("fields.".count))] ?? ""
      return escaped ? FormEncoding.escape(value) : value
    }
    guard escaped else { return filled }
    for (name, value) in values { filled = filled.replacing("{\(name)}", with: FormEncoding.escape(value)) }
    return filled
  }

  /// What the log-in's answer means.
  func read(_ response: OutboundResponse, _ body: [UInt8]) -> TokenAnswer {
    let status = response.status
    let retry = response.headers[.retryAfter].flatMap { Int($0) }.map { Duration.seconds(min(max($0, 0), 86_400)) }
    if status == 429 || status >= 500 { return .away("its log-in answered with status \(status)", retryAfter: retry) }
    let json = try? JSONValue(parsing: body)
    guard (200..<300).contains(status) else {
      let said = json?.objectValue.flatMap { TokenFailure($0, secrets: secrets)?.said }
      let why = said.map { " (\($0))" } ?? ""
      if [400, 401, 403].contains(status) {
        return .misconfigured("it refuses what was entered to log in, with status \(status)\(why)")
      }
      return .misconfigured("its log-in answered with status \(status)\(why)")
    }
    guard let token = token(response, json), !token.isEmpty else {
      if let object = json?.objectValue, let failure = TokenFailure(object, secrets: secrets) {
        return .misconfigured("it refuses what was entered to log in (\(failure.said))")
      }
      // Where JSON is expected, a page is what stands there while the service is looked after. Elsewhere it may be the
      // log-in form again, and trying on would lock the account.
      if case .body = template.token, json == nil {
        return .away("its log-in answered with something that is no JSON", retryAfter: nil)
      }
      return .misconfigured("the answer to its log-in holds no session")
    }
    let said = template.lifetimePath.flatMap { path in json.flatMap { Self.value(at: path, in: $0) } }
    let seconds =
      said.flatMap { $0.doubleValue ?? $0.stringValue.flatMap { Double($0) } } ?? template.lifetime.map(Double.init)
    return .granted(
      TokenGrant(
        access: Secret(token), lifetime: seconds.map { .seconds(min(max($0, 0), 31_536_000)) }))
  }

  private func token(_ response: OutboundResponse, _ json: JSONValue?) -> String? {
    switch template.token {
    case .body(let path): json.flatMap { Self.value(at: path, in: $0)?.stringValue }
    case .header(let name): HTTPField.Name(name).flatMap { response.headers[$0] }
    case .cookie(let name):
      response.headers[values: .setCookie].compactMap { cookie in
        cookie.hasPrefix("\(name)=") ? String(cookie.dropFirst(name.count + 1).prefix { $0 != ";" }) : nil
      }.first
    }
  }

  private static func value(at path: String, in json: JSONValue) -> JSONValue? {
    path.split(separator: ".").reduce(Optional(json)) { value, step in
      Int(step).flatMap { value?[$0] } ?? value?[String(step)]
    }
  }
}

extension TokenClient {
  /// Logs in.
  func ask(_ login: SessionLogin) async throws -> TokenAnswer {
    do {
      let response = try await outbound.send(login.request(timeout: timeout))
      return login.read(response, try await response.body.collect(upTo: Self.largestReply))
    } catch let error as OutboundError {
      return Self.answer(for: error)
    } catch let error as ByteStreamError {
      return .away(error.code, retryAfter: nil)
    }
  }
}

extension TokenClient {
  /// Whether the service still takes a session.
  /// - Returns: `nil` when it has no such call, or doesn't answer now.
  func isGood(_ login: SessionLogin, _ authorization: Authorization) async throws -> Bool? {
    guard var request = login.validityRequest(timeout: timeout) else { return nil }
    // A session goes to its own service only.
    guard
      FieldRules.origin(request.url) == FieldRules.origin(login.endpoint)
        || FieldRules.origin(request.url) == FieldRules.origin(login.request(timeout: timeout).url)
    else { return nil }
    authorization.apply(to: &request.headers)
    request.url = authorization.applied(toURL: request.url)
    do {
      let response = try await outbound.send(request)
      _ = try await response.body.collect(upTo: Self.largestReply)
      if response.isSuccess { return true }
      return (300..<500).contains(response.status) && response.status != 429 ? false : nil
    } catch is OutboundError {
      return nil
    } catch is ByteStreamError {
      return nil
    }
  }
}
