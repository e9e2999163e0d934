import Core
import Crypto
import Foundation

/// Checks a webhook's HMAC-SHA256 over its raw body.
enum SignatureCheck {
  /// - Throws: ``FlowError/signatureRefused(reason:)``, whose reason never tells what would have been right.
  static func verify(
    _ call: WebhookCall, _ rule: WebhookSignature, secret: Secret, at now: Date
  ) throws(FlowError) {
    guard let header = call.headers[rule.header] else {
      throw .signatureRefused(reason: "the header \(rule.header) is missing")
    }
    guard header.hasPrefix(rule.prefix), let given = bytes(header.dropFirst(rule.prefix.count), rule.encoding) else {
      throw .signatureRefused(reason: "the header \(rule.header) is not in the agreed form")
    }
    let signed = try timestampPart(of: call, rule, at: now) + call.body
    let key = SymmetricKey(data: Array(secret.revealed.utf8))
    guard HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: signed, using: key) else {
      throw .signatureRefused(reason: "it doesn't belong to this body")
    }
  }

  /// The signed time and the full stop after it.
  private static func timestampPart(
    of call: WebhookCall, _ rule: WebhookSignature, at now: Date
  ) throws(FlowError) -> [UInt8] {
    guard let name = rule.timestampHeader else { return [] }
    guard let text = call.headers[name], let seconds = Int64(text) else {
      throw .signatureRefused(reason: "the header \(name) is no time in seconds")
    }
    let age = now.timeIntervalSince1970 - Double(seconds)
    guard abs(age) * 1000 <= Double(rule.tolerance.milliseconds) else {
      throw .signatureRefused(reason: "it was made too long ago, or in the future")
    }
    return Array("\(text).".utf8)
  }

  private static func bytes(_ text: Substring, _ encoding: WebhookSignature.Encoding) -> [UInt8]? {
    switch encoding {
    case .base64: return Data(base64Encoded: String(text)).map { [UInt8]($0) }
    case .hex:
      let digits = text.compactMap(\.hexDigitValue)
      guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
      return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
  }
}
