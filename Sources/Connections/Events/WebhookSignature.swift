import Core
import Crypto
import Foundation

/// Signs what is sent to webhooks, in the way of Standard Webhooks (standardwebhooks.com, version 1): HMAC-SHA256 over
/// id, time and body, in base64.
enum WebhookSignature {
  private static let prefix = "whsec_"

  /// The bytes to sign with.
  /// - Returns: `nil` when `secret` is none of 24 to 64 bytes in base64.
  static func key(_ secret: Secret) -> [UInt8]? {
    let text = secret.revealed.hasPrefix(prefix) ? String(secret.revealed.dropFirst(prefix.count)) : secret.revealed
    guard let bytes = Data(base64Encoded: text), (24...64).contains(bytes.count) else { return nil }
    return [UInt8](bytes)
  }

  /// A secret made of random bytes.
  static func secret(_ bytes: [UInt8]) -> Secret { Secret(prefix + Data(bytes).base64EncodedString()) }

  /// The headers that go with a body.
  /// - Parameter time: in seconds since 1970; receivers refuse old ones.
  static func headers(id: String, time: Int, body: [UInt8], secret: Secret) -> [String: String] {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(id).\(time).".utf8) + body, using: SymmetricKey(data: key(secret) ?? []))
    return [
      "webhook-id": id, "webhook-timestamp": "\(time)",
      "webhook-signature": "v1,\(Data(code).base64EncodedString())",
    ]
  }
}
