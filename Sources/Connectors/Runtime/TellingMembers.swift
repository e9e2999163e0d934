import Core
import Egress

/// Takes out of a body what its names tell to be secret: a token that a service hands out, a password that is sent. What
/// the vault knows is masked wherever it stands, elsewhere.
enum TellingMembers {
  /// Larger bodies aren't looked through.
  private static let longest = 1 << 20
  private static let words = [
    "password", "passwd", "secret", "token", "apikey", "api_key", "api-key", "authorization", "cookie", "credential",
    "private_key", "privatekey", "subscription-key", "subscription_key", "subscriptionkey", "signature",
  ]

  /// - Returns: `nil` when there is nothing to mask.
  static func masked(_ body: [UInt8]) -> [UInt8]? {
    guard body.count <= longest, let first = body.first(where: { $0 > 0x20 }) else { return nil }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      guard let value = try? JSONValue(parsing: body) else { return nil }
      let masked = masked(value)
      return masked == value ? nil : masked.encoded()
    }
    return maskedForm(body)
  }

  private static func masked(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(masked))
    case .object(let members):
      .object(
        JSONObject(
          members.map { name, member in
            switch member {
            case .string(let text) where !text.isEmpty && tells(name): (name, .string(Redaction.mask))
            case .int where tells(name), .double where tells(name): (name, .string(Redaction.mask))
            default: (name, masked(member))
            }
          }))
    case .null, .bool, .int, .double, .string: value
    }
  }

  /// Pairs as forms send them: `grant_type=password&password=…`.
  private static func maskedForm(_ body: [UInt8]) -> [UInt8]? {
    guard body.count <= 65_536, body.contains(UInt8(ascii: "=")), !body.contains(where: { $0 <= 0x20 || $0 >= 0x7F })
    else { return nil }
    let text = String(decoding: body, as: UTF8.self)
    let masked = text.split(separator: "&", omittingEmptySubsequences: false).map { pair -> String in
      guard let equals = pair.firstIndex(of: "="), tells(String(pair[..<equals])) else { return String(pair) }
      return "\(pair[...equals])\(Redaction.mask)"
    }.joined(separator: "&")
    return masked == text ? nil : Array(masked.utf8)
  }

  private static func tells(_ name: String) -> Bool {
    let name = name.lowercased()
    return words.contains { name.contains($0) }
  }
}
