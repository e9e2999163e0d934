import Core

/// Keeps secrets out of what is stored and shown of runs.
package struct Masker: Sendable {
  private static let mask: JSONValue = "•••"
  private static let telling = [
    "password", "passwd", "secret", "token", "apikey", "api_key", "api-key", "authorization", "cookie", "credential",
    "private_key", "privatekey", "subscription-key", "subscription_key", "subscriptionkey", "signature",
  ]

  /// Takes the secrets out of a text that are known to be some.
  private let hiding: @Sendable (String) -> String

  /// - Parameter hiding: takes the vault's open secrets out of a text. Asked for every text of every output, so it must
  ///   be quick.
  package init(hiding: @escaping @Sendable (String) -> String = { $0 }) {
    self.hiding = hiding
  }

  /// Without the values that are known to be secret, wherever they stand.
  func forStorage(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(hiding(text))
    case .array(let elements): .array(elements.map(forStorage))
    case .object(let object):
      .object(JSONObject(object.map { (hiding($0), forStorage($1)) }))
    case .null, .bool, .int, .double: value
    }
  }

  func masked(_ failure: StepFailure) -> StepFailure {
    StepFailure(
      code: failure.code, message: hiding(failure.message), advice: failure.advice.map(hiding),
      retry: failure.retry, field: failure.field, details: forStorage(.object(failure.details)).objectValue ?? [:])
  }

  /// For showing: without secrets, and without the values of members whose names tell of them.
  func forShowing(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(hiding(text))
    case .array(let elements): .array(elements.map(forShowing))
    case .object(let object):
      .object(
        JSONObject(
          object.map { name, member in
            (name, Self.tells(name) && Self.isScalar(member) ? Self.mask : forShowing(member))
          }))
    case .null, .bool, .int, .double: value
    }
  }

  /// Whether a member of that name is likely to hold a secret, given its text.
  static func tells(_ name: String, of text: String) -> Bool { tells(name) && !text.isEmpty }

  private static func tells(_ name: String) -> Bool {
    let name = name.lowercased()
    return telling.contains { name.contains($0) }
  }

  private static func isScalar(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): !text.isEmpty
    case .int, .double: true
    case .null, .bool, .array, .object: false
    }
  }
}
