import Core
import Foundation
import Synchronization

/// Remembers for an hour what connections' own tokens gave, so that not every request costs two. In memory alone.
final class LentTokens: Sendable {
  private static let lifetime = 3600.0
  private static let most = 1000

  private let kept = Mutex<[String: (token: Secret, ends: Date)]>([:])

  /// - Parameters:
  ///   - key: names the connection, its own token and whose is wanted.
  ///   - ask: brings it when it isn't known.
  func token(
    _ key: String, now: Date, ask: () async throws -> Secret
  ) async throws -> Secret {
    if let known = kept.withLock({ $0[key] }), known.ends > now { return known.token }
    let token = try await ask()
    kept.withLock { kept in
      if kept.count >= Self.most { kept.removeAll() }
      kept[key] = (token, now.addingTimeInterval(Self.lifetime))
    }
    return token
  }
}
