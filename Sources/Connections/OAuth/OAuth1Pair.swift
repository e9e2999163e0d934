import Core
import Egress
import Foundation
import HTTPTypes

/// A token of OAuth 1.0a with its secret.
struct OAuth1Pair: Sendable, Equatable {
  let token: String
  let secret: String

  init(token: String, secret: String) {
    self.token = token
    self.secret = secret
  }

  /// What a service answers, as a form.
  init?(reply: [UInt8]) {
    let pairs = FormEncoding.decode(String(decoding: reply, as: UTF8.self))
    guard let token = pairs.first(where: { $0.0 == "oauth_token" })?.1, !token.isEmpty,
      let secret = pairs.first(where: { $0.0 == "oauth_token_secret" })?.1
    else { return nil }
    self.init(token: token, secret: secret)
  }

  init?(kept: Secret) {
    self.init(reply: Array(kept.revealed.utf8))
  }

  /// As it is kept until the person comes back.
  var kept: String { FormEncoding.encode([("oauth_token", token), ("oauth_token_secret", secret)]) }

  /// Why there is no token, in words.
  static func failure(_ response: OutboundResponse, _ body: [UInt8], _ hidden: [Secret]) -> String {
    let pairs = FormEncoding.decode(String(decoding: body.prefix(4096), as: UTF8.self))
    let problem = pairs.first { $0.0 == "oauth_problem" }?.1
    switch problem {
    case "consumer_key_unknown", "consumer_key_rejected", "signature_invalid":
      return
        "it doesn't accept the consumer key or its secret (it says \(ForeignText.clean(problem ?? "", without: hidden)))"
    case "timestamp_refused":
      return
        "it refuses the time of the request: this machine's clock and the service's differ (it says timestamp_refused)"
    case "permission_denied", "user_refused": return "nobody agreed at the service"
    case let other?: return "it says \(ForeignText.clean(other, without: hidden))"
    case nil: break
    }
    let isPage = response.headers[.contentType]?.lowercased().contains("html") ?? false
    if response.isSuccess { return isPage ? "it answered with a web page" : "its answer holds no token" }
    if response.status == 401 { return "it doesn't accept the consumer key or its secret (status 401)" }
    return "it answered with status \(response.status)"
  }
}
