import Core
import Crypto
import Foundation

/// Checks a call's HMAC-SHA256 while its body passes, so that a body of any size needs no memory.
///
/// ```swift
/// var check = try SignatureCheck(headers, rule, secrets: [secret], at: now)
/// for try await chunk in body { check.update(chunk) }
/// try check.finish()
/// ```
struct SignatureCheck {
  private var codes: [HMAC<SHA256>]
  private let given: [[UInt8]]
  private let tail: [UInt8]

  /// - Parameters:
  ///   - headers: by name in lower case.
  ///   - secrets: any of them may have signed, so that a sender can change to a new one.
  /// - Throws: ``FlowError/signatureRefused(reason:)``, whose reason never tells what would have been right.
  init(
    _ headers: [String: String], _ rule: WebhookSignature, secrets: [Secret], at now: Date
  ) throws(FlowError) {
    let text = try Self.time(headers, rule, at: now)
    given = try SignatureHeader.signatures(headers, rule)
    var lead: [UInt8] = []
    switch rule.layout {
    case .body: tail = []
    case .timeThenBody(let before, let separator):
      lead = Array("\(before)\(text)\(separator)".utf8)
      tail = []
    case .bodyThenTime: tail = Array(text.utf8)
    }
    codes = secrets.map { secret in
      var code = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.revealed.utf8)))
      code.update(data: lead)
      return code
    }
  }

  /// Counts in the next bytes of the body.
  mutating func update(_ bytes: [UInt8]) {
    for index in codes.indices { codes[index].update(data: bytes) }
  }

  /// - Throws: ``FlowError/signatureRefused(reason:)`` when no signature belongs to the body that passed.
  func finish() throws(FlowError) {
    for var code in codes {
      code.update(data: tail)
      let right = code.finalize()
      // The comparison takes the same time wherever the two differ.
      if given.contains(where: { right == $0 }) { return }
    }
    throw .signatureRefused(reason: "it doesn't belong to this body")
  }

  /// The time as it was sent; empty when it isn't signed.
  private static func time(
    _ headers: [String: String], _ rule: WebhookSignature, at now: Date
  ) throws(FlowError) -> String {
    guard let place = rule.time else { return "" }
    guard let text = SignatureHeader.time(headers, rule, place), let sent = moment(text) else {
      throw .signatureRefused(reason: "it doesn't say when it was made")
    }
    let age = now.timeIntervalSince(sent)
    guard abs(age) * 1000 <= Double(rule.tolerance.milliseconds) else {
      throw .signatureRefused(reason: "it was made too long ago, or in the future")
    }
    return text
  }

  private static func moment(_ text: String) -> Date? {
    if let seconds = Int64(text) { return Date(timeIntervalSince1970: Double(seconds)) }
    return Timestamp.parse(text)
  }
}
