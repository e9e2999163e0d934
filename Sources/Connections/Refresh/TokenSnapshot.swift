import Foundation

/// What ``RefreshMachine`` looks at: the row of a token, without the token.
struct TokenSnapshot: Sendable, Equatable {
  var generation: Int
  var hasToken: Bool
  var expiresAt: Date?
  /// Whether a new token can be had without a person: by a refresh token, or by credentials that rest here.
  var isRenewable: Bool
  var renewedAt: Date
  var state: ConnectionState
  var reason: String?
  /// Who is refreshing.
  var lease: Lease?
  var failures: Int
  var coolDownUntil: Date?
  /// Whether a refusal of this token was doubted before.
  var isDoubted = false

  /// The mark of a refresh in progress: it changes as long as its holder is alive.
  struct Lease: Sendable, Equatable {
    var fence: Int
    var beat: Int
  }
}

/// What a caller wants.
enum TokenDemand: Sendable, Equatable {
  /// Any token that is good now.
  case usable
  /// A token other than this generation, which the service refused.
  case newerThan(Int)
  /// A renewal, though the token may be good: the keep-alive.
  case renewal
}

/// What the service said to a refresh.
enum RefreshAnswer: Sendable, Equatable {
  case granted
  /// `invalid_grant`: the permission is gone.
  case refused(String)
  /// The client, the address or the request itself isn't accepted.
  case misconfigured(String)
  /// 5xx, 429, no answer.
  case away(String, retryAfter: Duration?)
}

/// What is written about a refresh.
enum RefreshVerdict: Sendable, Equatable {
  case renewed
  case dead(String)
  case misconfigured(String)
  case away(String, until: Date)
  /// It was refused, and another server may have been the one that spent it: nothing is sure yet.
  case doubted(String, until: Date)
}

/// Why there is no token.
enum RefreshFailure: Sendable, Equatable {
  case incomplete
  case dead(String)
  /// It ran out, and the service gave nothing to renew it with.
  case spent
  case misconfigured(String)
  case away(String, until: Date?)
  /// The service refuses even the newest token.
  case rejectedAfterRefresh
}
