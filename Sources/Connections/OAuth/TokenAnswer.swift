import Core

/// What the token URL answered.
enum TokenAnswer: Sendable {
  case granted(TokenGrant)
  /// `invalid_grant`.
  case refused(String)
  case misconfigured(String)
  case away(String, retryAfter: Duration?)
}

/// A token as it was granted.
struct TokenGrant: Sendable, Equatable {
  let access: Secret
  /// `nil` when the old one stays good, or there is none.
  var refresh: Secret?
  /// `nil` when the service doesn't say.
  var lifetime: Duration?
  /// `nil` when it is as asked.
  var scopes: [String]?
}
