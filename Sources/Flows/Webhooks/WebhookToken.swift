import Core
import Crypto

/// The unguessable part of a webhook's address.
enum WebhookToken {
  /// What the database finds it by; the token itself rests encrypted.
  static func hash(_ token: String) -> String {
    SHA256.hash(data: Array(token.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
