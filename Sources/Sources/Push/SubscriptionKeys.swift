import Core
import Crypto
import Foundation
import Persistence

/// The unguessable part of the address that a service calls, and what it proves its news with.
struct SubscriptionKeys: Sendable {
  let token: String
  let secret: String

  init(_ effects: Effects) {
    token = effects.token()
    secret = effects.token()
  }

  /// The same address with another secret, as a service made it.
  func signed(with secret: Secret) -> SubscriptionKeys { SubscriptionKeys(token: token, secret: secret.revealed) }

  private init(token: String, secret: String) {
    (self.token, self.secret) = (token, secret)
  }

  /// - Throws: what the vault says when the bytes don't open; ``PersistenceError/corrupt(reason:)`` when they are nothing of ours.
  init(of subscription: Subscription, _ sealer: Sealer) throws {
    let text = String(
      decoding: try sealer.open(subscription.sealed, Subscription.context(subscription.id.description)), as: UTF8.self)
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { throw PersistenceError.corrupt(reason: "the keys of a subscription") }
    (token, secret) = (words[0], words[1])
  }

  func sealed(for id: ID<Subscription>, _ sealer: Sealer) throws -> [UInt8] {
    try sealer.seal(Array("\(token) \(secret)".utf8), Subscription.context(id.description))
  }

  /// What the database finds a token by.
  static func hash(_ token: String) -> String {
    SHA256.hash(data: Array(token.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
