package import Core

/// Keeps secrets out of what is stored and shown of runs.
package struct Masker: Sendable {
  private static let mask: JSONValue = "•••"
  private static let telling = [
    "password", "passwd", "secret", "token", "apikey", "api_key", "api-key", "authorization", "cookie", "credential",
    "private_key", "privatekey", "subscription-key", "subscription_key", "subscriptionkey", "signature",
  ]

  /// Values that must never be stored: the vault's open secrets. Asked for each output, so it must be quick.
  private let knownSecrets: @Sendable () -> [Secret]

  package init(knownSecrets: @escaping @Sendable () -> [Secret] = { [] }) {
    self.knownSecrets = knownSecrets
  }

  /// Without the values that are known to be secret, wherever they stand.
  func forStorage(_ value: JSONValue) -> JSONValue {
    let secrets = knownSecrets().map(\.revealed).filter { $0.count >= 6 }
    return secrets.isEmpty ? value : Self.replacing(secrets, in: value)
  }

  func masked(_ failure: StepFailure) -> StepFailure {
    let secrets = knownSecrets().map(\.revealed).filter { $0.count >= 6 }
    guard !secrets.isEmpty else { return failure }
    let details = Self.replacing(secrets, in: .object(failure.details)).objectValue ?? [:]
    return StepFailure(
      code: failure.code, message: Self.replacing(secrets, in: failure.message), advice: failure.advice,
      retry: failure.retry, field: failure.field, details: details)
  }

  /// For showing: also without the values of members whose names tell of secrets.
  func forShowing(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(forShowing))
    case .object(let object):
      .object(
        JSONObject(
          object.map { name, member in
            (name, Self.tells(name) && Self.isScalar(member) ? Self.mask : forShowing(member))
          }))
    default: value
    }
  }

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

  private static func replacing(_ secrets: [String], in value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(replacing(secrets, in: text))
    case .array(let elements): .array(elements.map { replacing(secrets, in: $0) })
    case .object(let object): .object(object.mapValues { replacing(secrets, in: $0) })
    default: value
    }
  }

  private static func replacing(_ secrets: [String], in text: String) -> String {
    secrets.reduce(text) { $0.contains($1) ? $0.replacing($1, with: "•••") : $0 }
  }
}
