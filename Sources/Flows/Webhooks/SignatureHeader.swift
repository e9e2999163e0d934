import Foundation

/// Reads signatures and times out of headers.
enum SignatureHeader {
  /// More signatures than this aren't looked at.
  private static let mostSignatures = 8

  /// - Returns: at least one.
  static func signatures(_ headers: [String: String], _ rule: WebhookSignature) throws(FlowError) -> [[UInt8]] {
    let name = rule.headers.first ?? ""
    let values = rule.headers.compactMap { headers[$0] }
    guard !values.isEmpty else { throw .signatureRefused(reason: "the header \(name) is missing") }
    let texts: [Substring] =
      if case .element = rule.time {
        values.flatMap { elements(of: $0, named: rule.prefix) }
      } else {
        values.filter { $0.hasPrefix(rule.prefix) }.map { $0.dropFirst(rule.prefix.count) }
      }
    let found = texts.prefix(mostSignatures).compactMap { bytes($0, rule.encoding) }
    guard !found.isEmpty else { throw .signatureRefused(reason: "the header \(name) is not in the agreed form") }
    return found
  }

  static func time(
    _ headers: [String: String], _ rule: WebhookSignature, _ place: WebhookSignature.TimePlace
  ) -> String? {
    switch place {
    case .header(let name): headers[name]
    case .element(let name):
      rule.headers.lazy.compactMap { headers[$0] }.flatMap { elements(of: $0, named: name) }.first.map(String.init)
    }
  }

  /// `t=1492774577,v1=5257a8…`: every value of that name.
  private static func elements(of header: String, named name: String) -> [Substring] {
    header.split(separator: ",").compactMap { element in
      let parts = element.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmingPrefix(while: { $0 == " " }) == name else { return nil }
      return parts[1]
    }
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
