import Core
import Foundation
import Identity
import Persistence

/// A connection with its token row, as read for serving or refreshing. Tokens are still sealed.
struct TokenRow: Sendable {
  let connection: Connection
  let generation: Int
  let access: [UInt8]?
  let refresh: [UInt8]?
  /// With which generation the refresh token came; not every renewal brings a new one.
  let refreshGeneration: Int
  /// The refresh token before that one, which some services accept for a while.
  let previousRefresh: [UInt8]?
  let previousGeneration: Int
  let expiresAt: Date?
  let renewedAt: Date
  let holder: String?
  let beat: Int
  let fence: Int
  let failures: Int
  let coolDownUntil: Date?
  let isDoubted: Bool
  let secrets: [String: [UInt8]]

  /// What the machine decides by.
  var snapshot: TokenSnapshot {
    TokenSnapshot(
      generation: generation, hasToken: access != nil, expiresAt: expiresAt, isRenewable: isRenewable,
      renewedAt: renewedAt, state: connection.state, reason: connection.health.reason,
      lease: holder.map { _ in TokenSnapshot.Lease(fence: fence, beat: beat) }, failures: failures,
      coolDownUntil: coolDownUntil, isDoubted: isDoubted)
  }

  private var isRenewable: Bool {
    switch connection.authentication.renewal {
    case .refreshToken: refresh != nil
    case .byItself: true
    case .never: false
    }
  }

  /// To which row and token a sealed token belongs.
  static func context(_ id: ConnectionID, _ kind: String, generation: Int) -> String {
    "connection_token/\(id)/\(kind)/\(generation)"
  }
}
