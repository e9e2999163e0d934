import Core
import Crypto
import Foundation

/// Signs the body of a webhook.
struct WebhookSignature: Sendable {
  let secret: Secret
  let id: String
  /// In seconds since 1970.
  let time: Int64

  /// - Parameter style: `standard` (Standard Webhooks 1.0.0), `github` or `stripe`.
  func headers(_ style: String, _ body: [UInt8]) -> [(name: String, value: String)] {
    switch style {
    case "github": return [("X-Hub-Signature-256", "sha256=" + hexadecimal(code(body)))]
    case "stripe":
      return [("Stripe-Signature", "t=\(time),v1=" + hexadecimal(code(Array("\(time).".utf8) + body)))]
    default:
      let signed = Array("\(id).\(time).".utf8) + body
      return [
        ("webhook-id", id), ("webhook-timestamp", String(time)),
        ("webhook-signature", "v1," + Data(code(signed)).base64EncodedString()),
      ]
    }
  }

  private func code(_ bytes: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
  }

  /// `whsec_` marks a secret in base 64; every other one is taken as it is.
  private var key: [UInt8] {
    let text = secret.revealed
    if text.hasPrefix("whsec_"), let decoded = Data(base64Encoded: String(text.dropFirst(6))) { return Array(decoded) }
    return Array(text.utf8)
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
