import Core

/// A failure that a token URL reports, in any of the forms that services give it, and what it means for a person.
struct TokenFailure {
  /// The service's own word.
  let code: String
  private let description: String?

  /// - Returns: `nil` when the reply reports none.
  init?(_ reply: JSONObject, secrets: [Secret]) {
    func clean(_ text: String?) -> String? { text.map { ForeignText.clean($0, without: secrets) } }
    let error = reply["error"]
    if let error, !error.isNull {
      let word = error.stringValue ?? error["code"]?.stringValue ?? error["type"]?.stringValue
      code = clean(word) ?? "unknown error"
      description = clean(
        reply["error_description"]?.stringValue ?? reply["error_message"]?.stringValue
          ?? error["message"]?.stringValue ?? error["error_description"]?.stringValue)
    } else if let kind = reply["error_type"]?.stringValue ?? reply["errorCode"]?.stringValue {
      code = clean(kind) ?? "unknown error"
      description = clean(reply["error_message"]?.stringValue ?? reply["errorMessage"]?.stringValue)
    } else if reply["ok"]?.boolValue == false || reply["success"]?.boolValue == false {
      code = "unknown error"
      description = clean(reply["message"]?.stringValue)
    } else {
      return nil
    }
  }

  /// What it means, and whose turn it is.
  func answer(retryAfter: Duration?) -> TokenAnswer {
    switch meaning {
    case .away: .away(said, retryAfter: retryAfter)
    case .grant: .refused(said)
    case .client: .misconfigured("it doesn't accept the client id or the client secret (\(said))")
    case .redirect: .misconfigured("it doesn't know the redirect URI (\(said))")
    case .scope: .misconfigured("it doesn't know a scope, or doesn't give it to this application (\(said))")
    case .other: .misconfigured(said)
    }
  }

  /// What a failure is about.
  enum Meaning {
    case grant, client, redirect, scope, away, other
  }

  var meaning: Meaning {
    switch code {
    case "invalid_grant", "invalid_refresh_token", "token_revoked", "token_expired", "bad_refresh_token",
      "invalid_code", "code_already_used", "bad_verification_code", "expired_token", "access_denied":
      .grant
    case "invalid_client", "bad_client_secret", "invalid_client_id", "incorrect_client_credentials",
      "unauthorized_client", "invalid_client_key", "bad_client_id":
      .client
    case "redirect_uri_mismatch", "bad_redirect_uri", "invalid_redirect_uri": .redirect
    case "invalid_scope": .scope
    case "temporarily_unavailable", "server_error", "slow_down", "ratelimited", "rate_limited": .away
    default: (description ?? "").lowercased().contains("redirect_uri") ? .redirect : .other
    }
  }

  var said: String {
    description.map { "it says \(code): \($0)" } ?? "it says \(code)"
  }
}
