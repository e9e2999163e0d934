import Core
import Foundation
import HTTPTypes

/// Reads what token URLs answer: as RFC 6749 section 5 says, and as they really do.
struct TokenReply {
  let status: Int
  let headers: HTTPFields
  let body: [UInt8]
  /// Values to be masked in whatever the service says about a failure.
  let secrets: [Secret]
  var dialect = TokenDialect()

  func read() -> TokenAnswer {
    if [408, 425, 429].contains(status) || status >= 500 {
      return .away("it answered with status \(status)", retryAfter: retryAfter)
    }
    guard let object else { return noJSON() }
    // Some services report failures with status 200.
    if let failure { return failure.answer(retryAfter: retryAfter) }
    guard (200..<300).contains(status) else {
      return .misconfigured("its token address answered with status \(status)")
    }
    return granted(object)
  }

  /// The error that the reply names, as `authorization_pending`.
  var errorCode: String? {
    failure?.code
  }

  /// The failure that the reply reports, whatever its status.
  var failure: TokenFailure? {
    object.flatMap { TokenFailure($0, secrets: secrets) }
  }

  /// The reply as JSON; forms are taken as well, as some services still send them.
  private var object: JSONObject? {
    if let reply = try? JSONValue(parsing: body) { return reply.objectValue }
    let type = headers[.contentType]?.lowercased() ?? ""
    guard type.contains("form-urlencoded") || type.contains("text/plain") else { return nil }
    let pairs = FormEncoding.decode(String(decoding: body, as: UTF8.self))
    guard pairs.contains(where: { $0.0 == "access_token" || $0.0 == "error" }) else { return nil }
    return JSONObject(pairs.map { ($0.0, .string($0.1)) })
  }

  private func granted(_ reply: JSONObject) -> TokenAnswer {
    var object = reply
    for step in dialect.tokenPath {
      guard let inner = object[step]?.objectValue else {
        return .misconfigured("its answer has no \"\(step)\": the application asks for no user scopes there")
      }
      object = inner
    }
    guard let access = object["access_token"]?.stringValue, !access.isEmpty else {
      return .away("its answer holds no access token", retryAfter: nil)
    }
    let kind = object["token_type"]?.stringValue ?? "bearer"
    // What isn't a bearer token needs a proof with each request. Other words are just names, as "user" or "bot".
    guard !["mac", "dpop", "pop", "hmac"].contains(kind.lowercased()) else {
      return .misconfigured("it gives tokens of the kind \"\(clean(kind))\", and Weir knows bearer tokens only")
    }
    let lifetime = seconds(object["expires_in"] ?? object["expires"]) ?? dialect.lifetime.map(Double.init)
    return .granted(
      TokenGrant(
        access: Secret(access),
        refresh: object["refresh_token"]?.stringValue.flatMap { $0.isEmpty ? nil : Secret($0) },
        lifetime: lifetime.map { .seconds(min(max($0, 0), 315_360_000)) }, scopes: scopes(object["scope"])))
  }

  /// One text with spaces or commas between, or a list.
  private func scopes(_ value: JSONValue?) -> [String]? {
    if let list = value?.arrayValue { return list.compactMap(\.stringValue) }
    return value?.stringValue.map { text in text.split { $0 == " " || $0 == "," || $0 == "+" }.map(String.init) }
  }

  private func noJSON() -> TokenAnswer {
    let isPage = headers[.contentType]?.lowercased().contains("html") ?? false
    let what = isPage ? "a web page" : "something that is no JSON"
    if (200..<300).contains(status) {
      return .away("its token address answered with \(what) instead of a token", retryAfter: nil)
    }
    if status == 401 { return .misconfigured("it refuses the client (status 401)") }
    if body.isEmpty { return .misconfigured("its token address refuses with status \(status), and doesn't say why") }
    return .misconfigured("its token address answered with status \(status) and \(what)")
  }

  /// Either form of `Retry-After` that is a number of seconds; dates are rare there and ignored.
  private var retryAfter: Duration? {
    headers[.retryAfter].flatMap { Int($0) }.map { .seconds(min(max(0, $0), 86_400)) }
  }

  private func seconds(_ value: JSONValue?) -> Double? {
    guard let number = value?.doubleValue ?? value?.stringValue.flatMap({ Double($0) }), number.isFinite else {
      return nil
    }
    return number
  }

  /// What a stranger wrote, made fit to be shown: short, on one line, without our secrets.
  private func clean(_ text: String) -> String {
    ForeignText.clean(text, without: secrets)
  }
}
