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

  func read() -> TokenAnswer {
    if status == 429 || status >= 500 { return .away("it answered with status \(status)", retryAfter: retryAfter) }
    guard let reply = try? JSONValue(parsing: body), let object = reply.objectValue else { return noJSON() }
    // Some services report failures with status 200.
    if let error = object["error"] { return failure(error, object) }
    guard (200..<300).contains(status) else {
      return .misconfigured("its token address answered with status \(status)")
    }
    return granted(object)
  }

  private func granted(_ object: JSONObject) -> TokenAnswer {
    guard let access = object["access_token"]?.stringValue, !access.isEmpty else {
      return .away("its answer holds no access token", retryAfter: nil)
    }
    let kind = object["token_type"]?.stringValue ?? "bearer"
    guard kind.lowercased() == "bearer" else {
      return .misconfigured("it gives tokens of the kind \"\(clean(kind))\", and Weir knows bearer tokens only")
    }
    return .granted(
      TokenGrant(
        access: Secret(access),
        refresh: object["refresh_token"]?.stringValue.flatMap { $0.isEmpty ? nil : Secret($0) },
        lifetime: seconds(object["expires_in"]).map { .seconds(min(max($0, 0), 315_360_000)) },
        scopes: object["scope"]?.stringValue.map { text in
          text.split { $0 == " " || $0 == "," }.map(String.init)
        }))
  }

  private func failure(_ error: JSONValue, _ object: JSONObject) -> TokenAnswer {
    let code = clean(error.stringValue ?? error["code"]?.stringValue ?? "unknown error")
    let description = object["error_description"]?.stringValue ?? error["message"]?.stringValue
    let reason = description.map { "it says \(code): \(clean($0))" } ?? "it says \(code)"
    switch code {
    case "invalid_grant", "invalid_refresh_token", "token_revoked", "token_expired", "bad_refresh_token":
      return .refused(reason)
    case "temporarily_unavailable", "server_error", "slow_down":
      return .away(reason, retryAfter: retryAfter)
    default:
      return .misconfigured(reason)
    }
  }

  private func noJSON() -> TokenAnswer {
    let isPage = headers[.contentType]?.lowercased().contains("html") ?? false
    let what = isPage ? "a web page" : "something that is no JSON"
    if (200..<300).contains(status) {
      return .away("its token address answered with \(what) instead of a token", retryAfter: nil)
    }
    if status == 401 { return .misconfigured("it refuses the client (status 401)") }
    return .misconfigured("its token address answered with status \(status) and \(what)")
  }

  /// Either form of `Retry-After` that is a number of seconds; dates are rare there and ignored.
  private var retryAfter: Duration? {
    headers[.retryAfter].flatMap { Int($0) }.map { .seconds(max(0, $0)) }
  }

  private func seconds(_ value: JSONValue?) -> Double? {
    value?.doubleValue ?? value?.stringValue.flatMap { Double($0) }
  }

  /// What a stranger wrote, made fit to be shown: short, on one line, without our secrets.
  private func clean(_ text: String) -> String {
    ForeignText.clean(text, without: secrets)
  }
}
